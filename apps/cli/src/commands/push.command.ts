import { isRegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import type { SourceFile } from '#libs/compiler';
import type { RegistryClient } from '#libs/registry-client';
import { Option, type Command } from 'commander';
import { readVerdict, sourcesBefore } from '../compare-in-registry.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit-code.js';
import { comparisonText, versionsText } from '../print/comparison.js';
import { planSummaries } from '../print/plan-summary.js';
import { addReferenceOption } from '../reference-option.js';
import { addRegistryOption, registryUrl, subjectPath, withRegistry } from '../registry-access.js';
import { readFolder } from '../sources/read-folder.js';

interface PushOptions {
  readonly subject: string;
  readonly label: readonly string[];
  readonly author?: string;
  readonly reason?: string;
  readonly reference: readonly registry.ReferenceJson[];
  readonly registry?: string;
}

const HELP = `
Examples:
  $ protokoll push proto --subject broadcaster.events
  $ protokoll push proto --subject orders --label staging --author "$USER" --reason "$PR_URL"
  $ protokoll push proto --subject orders --reference acme/v1/money.proto=money@3

Exit codes: 0 published or there already, 1 refused, 2 usage, 3 does not compile, 4 cannot reach.`;

/** \`push\`: publishes a folder as the next version of a subject. */
export function definePush(program: Command, context: CommandContext): void {
  const command = program
    .command('push')
    .summary('publish a folder as the next version of a subject')
    .description('Publishes all .proto files of a folder; what is there already is not published twice.')
    .argument('<dir>', 'root folder of the .proto files')
    .requiredOption('--subject <name>', 'the subject')
    .addOption(
      new Option('--label <label>', 'move a label to the version; repeat it for more')
        .argParser(collect)
        .default([], 'none'),
    )
    .option('--author <name>', 'who publishes')
    .option('--reason <text>', "why: usually the pull request's URL");
  addRegistryOption(addReferenceOption(command)).addHelpText('after', HELP);
  command.action(async (folder: string, options: PushOptions) => push(context, folder, options));
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

async function push(context: CommandContext, folder: string, options: PushOptions): Promise<void> {
  const files = await readFolder(context.io.cwd, folder);
  await withRegistry(context.io, registryUrl(context.io, options.registry), async (client) => {
    try {
      context.io.stdout(publishedText(await publish(client, files, options)));
    } catch (error) {
      if (!isRegistryError(error, 'SCHEMA_INCOMPATIBLE') || error.details['verdict'] === undefined)
        throw error;
      const verdict = readVerdict(error.details['verdict'] as registry.VerdictJson);
      const comparison = {
        verdict,
        before: await sourcesBefore(client, options.subject, verdict),
        after: files,
      };
      const name = (versions: readonly number[]): string => `${versionsText(versions)} of ${options.subject}`;
      context.io.stdout(comparisonText(comparison, name, context.paint));
      context.io.stderr('protokoll: Nothing was published. Follow the hints, then push again.\n');
      context.end(EXIT.refused);
    }
  });
}

function publish(
  client: RegistryClient,
  files: readonly SourceFile[],
  options: PushOptions,
): Promise<registry.PublishResponseJson> {
  return client.request('POST', `${subjectPath(options.subject)}/versions`, {
    files,
    references: options.reference,
    author: options.author ?? '',
    reason: options.reason ?? '',
    labels: options.label,
  });
}

function publishedText(answer: registry.PublishResponseJson): string {
  const { version = {}, created = false } = answer;
  const plans = (answer.plans ?? []).filter(({ steps = [], notes = [] }) => steps.length + notes.length > 0);
  const verdict = readVerdict(answer.verdict);
  const warnings = verdict.findings.map(
    (finding) => `warning      ${finding.ruleId} at ${finding.path}: ${finding.message}\n`,
  );
  const labels = version.labels ?? [];
  return [
    `${version.subject ?? ''} version ${version.version ?? 0} ${created ? 'published' : 'was there already'}\n`,
    `id           ${version.id ?? 0}\n`,
    `fingerprint  ${version.fingerprint ?? ''}\n`,
    labels.length === 0 ? '' : `labels       ${labels.join(', ')}\n`,
    `verdict      ${verdict.verdict} at level ${verdict.level} with ${versionsText(verdict.versions)}\n`,
    ...warnings,
    plans.length === 0 ? 'tables       no change\n' : `\n${planSummaries(plans, version.subject ?? '')}`,
  ].join('');
}

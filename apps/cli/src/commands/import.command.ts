import { RegistryError } from '#libs/errors';
import type { Command } from 'commander';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit-code.js';
import { importFile } from '../move/import-file.js';
import { basic, endpointOf } from '../move/open-stream.js';
import { readConfluent } from '../move/read-confluent.js';
import { readTopicDump } from '../move/read-topic-dump.js';
import { writeStream, type Write } from '../move/write-stream.js';
import { addRegistryOption, registryUrl } from '../registry-access.js';

interface ImportOptions {
  readonly fromConfluent?: string;
  readonly fromTopicDump?: string;
  readonly dryRun?: boolean;
  readonly registry?: string;
}

const HELP = `
Examples:
  $ protokoll import registry.ndjson --dry-run
  $ protokoll import --from-confluent http://old-registry:8081 --dry-run
  $ kafka-console-consumer --bootstrap-server kafka:9092 --topic _schemas --from-beginning \\
      --property print.key=true --timeout-ms 20000 > schemas.txt
  $ protokoll import --from-topic-dump schemas.txt --dry-run
  $ protokoll import registry.ndjson --registry https://registry.example

Ids, versions, GUIDs, what is deleted, references, settings and contexts stay as they were.
The source lets in PROTOKOLL_SOURCE_USER (user:password) or PROTOKOLL_SOURCE_TOKEN.
What was taken is there already the next time: run it again after an interruption.

Exit codes: 0 all is there, 1 something clashes or was refused (the rest is there), 2 usage, 4 cannot reach.`;

/** `import`: takes in what another registry had. */
export function defineImport(program: Command, context: CommandContext): void {
  const command = program
    .command('import')
    .summary('take in what another registry had')
    .description('Takes in an export (docs/export-format.md) with its ids and versions; nothing is judged.')
    .argument('[file]', 'the export')
    .option('--from-confluent <url>', "read a registry with Confluent's API in the place of a file")
    .option('--from-topic-dump <file>', 'read what a topic _schemas holds, a key and a value a line')
    .option('--dry-run', 'only say what would come of it');
  addRegistryOption(command).addHelpText('after', HELP);
  command.action(async (file: string | undefined, options: ImportOptions) =>
    importAll(context, file, options),
  );
}

async function importAll(
  context: CommandContext,
  file: string | undefined,
  options: ImportOptions,
): Promise<void> {
  const { fromConfluent, fromTopicDump } = options;
  const sources = [file, fromConfluent, fromTopicDump].filter((source) => source !== undefined);
  if (sources.length !== 1) {
    const problem = 'Give one source: a file, --from-confluent or --from-topic-dump.';
    throw new RegistryError('BAD_REQUEST', { problem });
  }
  const { io } = context;
  if (fromConfluent !== undefined) {
    const source = endpointOf(fromConfluent, authorizationOf(io));
    const read = (write: Write): Promise<void> => readConfluent(io, source, write);
    return throughSpool(context, read, `--from-confluent ${source.url}`, options);
  }
  if (fromTopicDump !== undefined) {
    const read = (write: Write): Promise<void> => readTopicDump(io, fromTopicDump, write);
    return throughSpool(context, read, `--from-topic-dump ${fromTopicDump}`, options);
  }
  return take(context, file ?? '', file ?? '', options);
}

/** By way of a file: what refers to others is sent after them, wherever it came. */
async function throughSpool(
  context: CommandContext,
  read: (write: Write) => Promise<void>,
  name: string,
  options: ImportOptions,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'protokoll-import-'));
  try {
    const spool = join(folder, 'records.ndjson');
    await writeStream(folder, spool, read);
    await take(context, spool, name, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function take(
  { io, end }: CommandContext,
  file: string,
  name: string,
  options: ImportOptions,
): Promise<void> {
  const dryRun = options.dryRun ?? false;
  const tally = await importFile(io, file, endpointOf(registryUrl(io, options.registry)), dryRun);
  io.stdout(tally.text(dryRun));
  if (tally.failed) end(EXIT.refused);
  const again = `protokoll import ${name}`;
  if (dryRun) io.stdout(`Next: ${again}\n`);
  else if (tally.failed) io.stdout(`Next: settle what is told above, then run ${again} again.\n`);
  else io.stdout('Next: point producers and consumers at this registry.\n');
}

function authorizationOf({ env }: CommandContext['io']): string | null {
  const user = env['PROTOKOLL_SOURCE_USER'] ?? '';
  const token = env['PROTOKOLL_SOURCE_TOKEN'] ?? '';
  if (user !== '') return basic(user);
  return token === '' ? null : `Bearer ${token}`;
}

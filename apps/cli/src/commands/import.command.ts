import type { Command } from 'commander';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit-code.js';
import { importFile } from '../move/import-file.js';
import { endpointOf } from '../move/open-stream.js';
import { addRegistryOption, registryUrl } from '../registry-access.js';

interface ImportOptions {
  readonly dryRun?: boolean;
  readonly registry?: string;
}

const HELP = `
Examples:
  $ protokoll import registry.ndjson --dry-run
  $ protokoll import registry.ndjson --registry https://registry.example

Ids, versions, GUIDs, what is deleted, references, settings and contexts stay as they were.
What was taken is there already the next time: run it again after an interruption.

Exit codes: 0 all is there, 1 something clashes or was refused (the rest is there), 2 usage, 4 cannot reach.`;

/** `import`: takes in what another registry had. */
export function defineImport(program: Command, context: CommandContext): void {
  const command = program
    .command('import')
    .summary('take in what another registry had')
    .description('Takes in an export (docs/export-format.md) with its ids and versions; nothing is judged.')
    .argument('<file>', 'the export')
    .option('--dry-run', 'only say what would come of it');
  addRegistryOption(command).addHelpText('after', HELP);
  command.action(async (file: string, options: ImportOptions) => importAll(context, file, options));
}

async function importAll({ io, end }: CommandContext, file: string, options: ImportOptions): Promise<void> {
  const dryRun = options.dryRun ?? false;
  const tally = await importFile(io, file, endpointOf(registryUrl(io, options.registry)), dryRun);
  io.stdout(tally.text(dryRun));
  if (tally.failed) end(EXIT.refused);
  const again = `protokoll import ${file}`;
  if (dryRun) io.stdout(`Next: ${again}\n`);
  else if (tally.failed) io.stdout(`Next: settle what is told above, then run ${again} again.\n`);
  else io.stdout('Next: point producers and consumers at this registry.\n');
}

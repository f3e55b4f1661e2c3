import type { Command } from 'commander';
import type { CommandContext } from '../context.js';
import { exportRegistry } from '../move/export-registry.js';
import { endpointOf } from '../move/open-stream.js';
import { writeStream } from '../move/write-stream.js';
import { addRegistryOption, registryUrl } from '../registry-access.js';

interface ExportOptions {
  readonly output: string;
  readonly registry?: string;
}

const HELP = `
Examples:
  $ protokoll export --output registry.ndjson
  $ protokoll export --output - | gzip > registry.ndjson.gz

One JSON object a line (docs/export-format.md), what others refer to first; the same content is the same file.
A file is written under another name until it is whole.

Exit codes: 0 exported, 2 usage, 4 cannot reach; then there is no file.`;

/** \x: everything that a registry holds, as a file. */
export function defineExport(program: Command, context: CommandContext): void {
  const command = program
    .command('export')
    .summary('write everything that a registry holds to a file')
    .description('Writes subjects, versions, ids, references, settings and what is softly deleted to a file.')
    .requiredOption('--output <file>', 'the file, or - for the standard output');
  addRegistryOption(command).addHelpText('after', HELP);
  command.action(async (options: ExportOptions) => exportAll(context, options));
}

async function exportAll({ io }: CommandContext, options: ExportOptions): Promise<void> {
  const endpoint = endpointOf(registryUrl(io, options.registry));
  const { output } = options;
  if (output === '-') {
    const count = await exportRegistry(io, endpoint, async (text) => io.stdout(text));
    io.stderr(`protokoll: Exported ${count.text()}.\n`);
    return;
  }
  await writeStream(io.cwd, output, async (write) => {
    const count = await exportRegistry(io, endpoint, write);
    io.stdout(`${output}: ${count.text()}\n`);
  });
  io.stdout(`Next: protokoll import ${output} --registry <another registry> --dry-run\n`);
}

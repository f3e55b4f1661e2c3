import { Option, type Command } from 'commander';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit-code.js';
import { findCodec, type SchemaPlace } from '../find-codec.js';
import { addRegistryOption } from '../registry-access.js';
import { readPayload, type PayloadForm } from '../sources/read-payload.js';

interface DecodeOptions extends SchemaPlace {
  readonly type: string;
  readonly form: PayloadForm;
}

const HELP = `
Examples:
  $ protokoll decode "0a 03 61 62 63" --type broadcaster.events.v1.Click --dir proto
  $ protokoll decode event.bin --type broadcaster.events.v1.Click --subject broadcaster.events@3
  $ cat event.bin | protokoll decode - --type broadcaster.events.v1.Click --fingerprint 4f0c…`;

/** \`decode\`: bytes of a message as JSON. */
export function defineDecode(program: Command, context: CommandContext): void {
  const command = program
    .command('decode')
    .summary('print the bytes of a message as JSON')
    .description('Reads hex, a file or the standard input, and prints canonical ProtoJSON.')
    .argument('<hex | file | ->', 'the bytes')
    .requiredOption('--type <name>', 'full name of the message')
    .option('--dir <dir>', 'root folder of the .proto files')
    .option('--subject <name[@version]>', 'a version of a subject')
    .option('--fingerprint <hex>', 'a schema, by 32 or 64 hex digits')
    .addOption(
      new Option('--form <form>', 'how the bytes are written')
        .choices(['auto', 'hex', 'binary'])
        .default('auto'),
    );
  addRegistryOption(command).addHelpText('after', HELP);
  command.action(async (given: string, options: DecodeOptions) => decode(context, given, options));
}

async function decode({ io, end }: CommandContext, given: string, options: DecodeOptions): Promise<void> {
  const bytes = await readPayload(io, given, options.form);
  const codec = await findCodec(io, options.type, options);
  const decoded = codec.toJson(bytes);
  if (!decoded.ok) {
    const place = decoded.path === null ? '' : ` at ${decoded.path}`;
    io.stderr(
      `protokoll: The bytes are no ${options.type} (${decoded.reason}${place}): ${decoded.message}\n`,
    );
    end(EXIT.refused);
    return;
  }
  io.stdout(`${JSON.stringify(decoded.value, null, 2)}\n`);
  if (decoded.unknownFields)
    io.stderr(
      'protokoll: The bytes have fields that this schema lacks; a newer version may have written them.\n',
    );
}

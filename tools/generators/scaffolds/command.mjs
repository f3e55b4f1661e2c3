import { camelCase, isKebab } from './names.mjs';

export const usage = 'command <verb>            a command of the CLI, such as usage';

/** A command's file; the list of commands in commands.ts is in the order of the help, so it is kept by hand. */
export function scaffold([verb = '']) {
  if (!isKebab(verb)) return { problem: `'${verb}' is not a verb such as usage` };
  const name = `define${camelCase(`-${verb}`)}`;
  const path = `apps/cli/src/commands/${verb}.command.ts`;
  return {
    files: [
      [path, commandText(verb, name)],
      [`apps/cli/corpus/${verb}-help/command`, `protokoll ${verb} --help\n`],
    ],
    next: [
      `${path}: say what it does, and do it`,
      `apps/cli/src/commands.ts: import ${name} and put it in the list, where the help should show it`,
      `apps/cli/corpus/${verb}-*/command: a case for each thing that it says and refuses`,
      `GOLDEN='${verb}-*' npm run golden -- apps/cli  writes stdout, stderr and exit of each; read them`,
      'npm test -- apps/cli',
    ],
  };
}

function commandText(verb, name) {
  const action = camelCase(verb);
  return `import type { Command } from 'commander';
import type { CommandContext } from '../context.js';

const HELP = \`
Examples:
  $ protokoll ${verb} proto

Exit codes: 0 fine, 1 refused, 2 usage, 3 does not compile, 4 cannot reach.\`;

/** \`${verb}\`: what it does, one sentence. */
export function ${name}(program: Command, context: CommandContext): void {
  program
    .command('${verb}')
    .summary('what it does, as in the list of commands')
    .description('What it does, one sentence.')
    .argument('<dir>', 'root folder of the .proto files')
    .addHelpText('after', HELP)
    .action((folder: string) => ${action}(context, folder));
}

function ${action}({ io }: CommandContext, folder: string): void {
  io.stdout(\`\${folder}\\n\`);
}
`;
}

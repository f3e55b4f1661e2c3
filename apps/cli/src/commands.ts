import type { Command } from 'commander';
import type { CommandContext } from './context.js';

/** Adds a command to the program. */
export type DefineCommand = (program: Command, context: CommandContext) => void;

/** All commands, in the order of the help. Each is loaded when it is needed: the program starts in a fraction of the time. */
export const COMMANDS: Readonly<Record<string, () => Promise<DefineCommand>>> = {
  check: async () => (await import('./commands/check.command.js')).defineCheck,
  push: async () => (await import('./commands/push.command.js')).definePush,
  ddl: async () => (await import('./commands/ddl.command.js')).defineDdl,
  plan: async () => (await import('./commands/plan.command.js')).definePlan,
  apply: async () => (await import('./commands/apply.command.js')).defineApply,
  drift: async () => (await import('./commands/drift.command.js')).defineDrift,
  views: async () => (await import('./commands/views.command.js')).defineViews,
  dbt: async () => (await import('./commands/dbt.command.js')).defineDbt,
  decode: async () => (await import('./commands/decode.command.js')).defineDecode,
  events: async () => (await import('./commands/events.command.js')).defineEvents,
  export: async () => (await import('./commands/export.command.js')).defineExport,
  import: async () => (await import('./commands/import.command.js')).defineImport,
};

/** The commands that an invocation may need: the one that it begins with, or else all, for the help and for suggestions. */
export function commandsFor(argv: readonly string[]): Promise<readonly DefineCommand[]> {
  const name = argv[0] ?? '';
  const names = Object.hasOwn(COMMANDS, name) ? [name] : Object.keys(COMMANDS);
  return Promise.all(names.flatMap((one) => COMMANDS[one]?.() ?? []));
}

import { defineApply } from './commands/apply.command.js';
import { defineCheck } from './commands/check.command.js';
import { defineDbt } from './commands/dbt.command.js';
import { defineDdl } from './commands/ddl.command.js';
import { defineDecode } from './commands/decode.command.js';
import { defineDrift } from './commands/drift.command.js';
import { defineEvents } from './commands/events.command.js';
import { defineExport } from './commands/export.command.js';
import { defineImport } from './commands/import.command.js';
import { definePlan } from './commands/plan.command.js';
import { definePush } from './commands/push.command.js';
import { defineViews } from './commands/views.command.js';

/** All commands, in the order of the help. */
export const COMMANDS = [
  defineCheck,
  definePush,
  defineDdl,
  definePlan,
  defineApply,
  defineDrift,
  defineViews,
  defineDbt,
  defineDecode,
  defineEvents,
  defineExport,
  defineImport,
];

import type { DescMessage } from '@bufbuild/protobuf';
import type { FindingClass, SourcePoint, TableCase } from '#libs/compat';
import { dialectNamed } from '#libs/ddl';
import { locate, type Schema } from '#libs/descriptors';
import { planTable, type Plan } from '#libs/planner';
import type { TableFinding } from '#libs/table-model';
import type { TableAdvance } from './services/tables.service.js';

/** How bad it is that a table can not follow in place: T4 keeps the old column and adds one, T5 can not be said at all. T3 would write all rows again. */
const CLASSES: Readonly<Partial<Record<TableFinding['class'], FindingClass>>> = {
  T3: 'hygiene',
  T4: 'hygiene',
  T5: 'break',
};

/** Statements of a plan that a finding shows. */
const SHOWN_STATEMENTS = 3;

/**
 * What a proposal does to tables of earlier versions that is no simple addition, with what each dialect would run. Tables that are new are left out.
 * `schema`: the proposed one, for places. **Source** the specification "Tables", section 2.
 */
export function tableCases(
  schema: Schema,
  advances: readonly TableAdvance[],
  dialects: readonly string[],
): readonly TableCase[] {
  return advances.flatMap(({ before, after, findings }) => {
    const told = findings.filter((finding) => CLASSES[finding.class] !== undefined);
    if (before === null || told.length === 0) return [];
    const plans = dialects.map((dialect) => planTable(dialectNamed(dialect), before, after));
    return told.map((finding) => toCase(schema, finding, plans));
  });
}

function toCase(schema: Schema, finding: TableFinding, plans: readonly Plan[]): TableCase {
  const { ruleId, path, message, hint } = finding;
  const statements = plans.map(statementsText).join(' ');
  return {
    ruleId,
    class: CLASSES[finding.class] ?? 'hygiene',
    path,
    after: placeOf(schema, path),
    message: `${message} It is ${finding.class} for tables. ${statements}`.trim(),
    hint,
  };
}

function statementsText({ dialect, table, statements }: Plan): string {
  const changes = statements.filter(({ kind }) => kind !== 'comment' && kind !== 'createView');
  if (changes.length === 0) return `In ${dialect} nothing is run on "${table}".`;
  const shown = changes.slice(0, SHOWN_STATEMENTS).map((change) => `${change.sql} (${change.class})`);
  const more = changes.length > SHOWN_STATEMENTS ? `; and ${changes.length - SHOWN_STATEMENTS} more` : '';
  return `In ${dialect}: ${shown.join('; ')}${more}.`;
}

/** The field at the end of `#/pkg.Message/field/12/field/3`, else the message, else null. */
function placeOf(schema: Schema, path: string): SourcePoint | null {
  const [, typeName = '', ...rest] = /^#\/([^/]+)((?:\/field\/\d+)*)/.exec(path) ?? [];
  const root = schema.registry.getMessage(typeName);
  if (root === undefined) return null;
  const numbers = [...(rest[0] ?? '').matchAll(/\d+/g)].map(Number);
  const span = locate(fieldAt(root, numbers) ?? root);
  return span === null ? null : { file: span.file, line: span.line, column: span.column };
}

function fieldAt(root: DescMessage, numbers: readonly number[]): DescMessage['fields'][number] | null {
  let message: DescMessage | undefined = root;
  let field: DescMessage['fields'][number] | null = null;
  for (const number of numbers) {
    field = message?.fields.find((one) => one.number === number) ?? null;
    message = field?.message;
  }
  return field;
}

import type { DescField, DescMessage, DescOneof } from '@bufbuild/protobuf';
import { elementPath, leadingComment } from '#libs/descriptors';
import { tableLayoutOf, tableNameOf, usableName } from './annotations.js';
import { factBudget, sourceOf, type FactBudget } from './column-source.js';
import { isReservedTable } from './envelope.js';
import { fitIdentifier, snakeCase } from './identifier.js';
import { layoutColumns, type LayoutBudget, type PlannedColumn } from './layout.js';
import { settleNames } from './settle-names.js';
import { tableFinding, type TableFinding } from './table-finding.js';
import { columnKey, type Column, type TableModel, type TableOptions } from './table-model.js';

const DEFAULT_DEPTH_BUDGET = 3;
const DEFAULT_COLUMN_BUDGET = 500;
// Long comments make slow plans; PostgreSQL itself has no limit.
const MAX_COMMENT_LENGTH = 1000;

/**
 * Makes the table that a message asks for. Whatever can not be had as asked is resolved the same way every time and told in
 * `findings`. The order of columns does not depend on the order of declaration. Linear in the columns made.
 * **Source** tables.md §1.2, §1.3.
 */
export function buildTable(desc: DescMessage, options: TableOptions = {}): TableModel {
  const findings: TableFinding[] = [];
  const budget: LayoutBudget = {
    depth: Math.max(1, options.depthBudget ?? DEFAULT_DEPTH_BUDGET),
    columns: Math.max(1, options.columnBudget ?? DEFAULT_COLUMN_BUDGET),
  };
  const table = settleTable(desc, options.table, findings);
  const layout = tableLayoutOf(desc, findings);
  const planned = layoutColumns(desc, budget, findings);
  const names = settleNames(planned, findings);
  const facts = factBudget();
  const columns = planned.map((column, index) => finishColumn(column, names[index]!, facts));
  return { message: desc.typeName, table, columns, ...(layout === undefined ? {} : { layout }), findings };
}

function settleTable(desc: DescMessage, given: string | undefined, findings: TableFinding[]): string {
  const path = elementPath(desc);
  const asked = given === undefined ? null : usableName(given, path, findings);
  const wanted = asked ?? tableNameOf(desc, findings) ?? snakeCase(desc.name);
  const fitting = fitIdentifier(wanted, desc.typeName);
  if (fitting !== wanted)
    findings.push(renamedTable('TABLE_NAME_SHORTENED', path, wanted, fitting, 'too long'));
  if (!isReservedTable(fitting)) return fitting;
  const name = fitIdentifier(`event_${fitting}`, desc.typeName);
  findings.push(renamedTable('TABLE_NAME_RESERVED', path, fitting, name, 'reserved'));
  return name;
}

function finishColumn({ desc, path, shape, care }: PlannedColumn, name: string, facts: FactBudget): Column {
  const { type, form } = shape;
  const source = sourceOf(desc, shape, facts);
  return { key: columnKey(path, form), path, name, type, form, comment: commentOf(desc), source, ...care };
}

function commentOf(desc: DescField | DescOneof): string | null {
  const said = leadingComment(desc)?.replaceAll('\0', '').trim() ?? '';
  const preset = desc.kind === 'field' ? (desc.proto.defaultValue ?? '') : '';
  // Readers apply a proto2 default; the table keeps NULL, since the default may change while history may not.
  const lines = [said, preset === '' ? '' : `Default in the schema: ${preset.replaceAll('\0', '')}.`];
  const text = lines.filter((line) => line !== '').join('\n');
  if (text === '') return null;
  const characters = [...text];
  return characters.length <= MAX_COMMENT_LENGTH
    ? text
    : `${characters.slice(0, MAX_COMMENT_LENGTH - 1).join('')}…`;
}

function renamedTable(
  ruleId: 'TABLE_NAME_SHORTENED' | 'TABLE_NAME_RESERVED',
  path: string,
  wanted: string,
  name: string,
  why: string,
): TableFinding {
  return tableFinding(
    ruleId,
    path,
    `Table name '${wanted}' is ${why}; the table is named '${name}'.`,
    'Give another one with the annotation (protokoll.options.v1.message).table.name.',
  );
}

import type { DescField, DescMessage } from '@bufbuild/protobuf';
import type { CellForm, RowColumn } from '../src/cell.js';
import type { Random } from './random.js';

const FORMS: readonly CellForm[] = [
  'int',
  'uint64',
  'float',
  'bool',
  'text',
  'bytes',
  'enum',
  'json',
  'presence',
];

/** Columns of a message type: most of its fields in the form that suits them, some in another, some that are not there. */
export function randomColumns(random: Random, desc: DescMessage): readonly RowColumn[] {
  const columns = [...columnsUnder(random, desc, [], 0)].filter(() => !random.once(6));
  if (random.once(4)) columns.push({ path: [4999], form: 'int' });
  return columns;
}

function* columnsUnder(
  random: Random,
  desc: DescMessage,
  prefix: readonly number[],
  depth: number,
): Generator<RowColumn> {
  for (const oneof of desc.oneofs)
    yield { path: [...prefix, Math.min(...oneof.fields.map((field) => field.number))], form: 'case' };
  for (const field of desc.fields) {
    const path = [...prefix, field.number];
    const ordinary = field.fieldKind === 'message' && !field.message.typeName.startsWith('google.');
    if (ordinary && depth < 3 && !random.once(4)) {
      if (random.once(3)) yield { path, form: 'presence' };
      yield* columnsUnder(random, field.message, path, depth + 1);
    } else yield { path, form: random.once(8) ? random.pick(FORMS) : formOf(random, field) };
  }
}

function formOf(random: Random, field: DescField): CellForm {
  if (field.enum !== undefined && field.fieldKind === 'enum') return 'enum';
  if (field.fieldKind !== 'message') return field.fieldKind === 'scalar' ? 'text' : 'json';
  if (field.message.typeName === 'google.protobuf.Timestamp') return 'timestamp';
  if (field.message.typeName === 'google.protobuf.Duration') return 'duration';
  if (field.message.typeName.endsWith('Value') && random.once(2)) return 'text';
  return random.pick(['json', 'presence']);
}

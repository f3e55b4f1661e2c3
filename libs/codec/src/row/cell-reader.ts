import type { Cell, CellForm, RowColumn } from '../cell.js';
import type { FieldPlan, MessagePlan, ValuePlan } from '../interpret/message-plan.js';
import { zeroValue } from '../interpret/read-message.js';
import type { FieldValue, MessageNode, SingleValue } from '../interpret/value.js';
import { durationMicros, timestampMicros } from '../json/time.js';
import { fieldJson, within, type AnyReader } from '../json/write-json.js';
import { fieldMaskText, secondsAndNanos, wrapped } from '../json/write-well-known.js';
import type { Scalar } from '../wire/read-scalar.js';

/** Reads one cell of a message. **Throws** a Fault for a value that its form cannot represent. */
export type CellReader = (root: MessageNode, anyReader: AnyReader) => Cell;

const NOTHING: CellReader = () => null;

/** The reader of a column. A path that the descriptor lacks, or that leads through a list or map, gives null. */
export function cellReader(plan: MessagePlan, column: RowColumn, depth = 1): CellReader {
  const [number, ...rest] = column.path;
  const field = number === undefined ? undefined : plan.byNumber.get(number);
  if (field === undefined || field.desc.kind === 'extension') return NOTHING;
  if (rest.length === 0) return leafReader(plan, field, column.form, depth);
  if (field.kind !== 'single' || !field.value.isMessage) return NOTHING;
  const inner = cellReader(field.value.message(), { path: rest, form: column.form }, depth + 1);
  if (inner === NOTHING) return NOTHING;
  return (node, anyReader) => {
    const child = node.values[field.slot] as MessageNode | undefined;
    return child === undefined ? null : within(field.segment, () => inner(child, anyReader));
  };
}

function leafReader(plan: MessagePlan, field: FieldPlan, form: CellForm, depth: number): CellReader {
  switch (form) {
    case 'case':
      return caseReader(plan, field);
    case 'presence':
      return (node) => (node.values[field.slot] === undefined ? null : true);
    case 'json':
      return jsonReader(field, depth);
    default: {
      const convert = field.kind === 'single' ? valueCell(field.value, form) : null;
      if (convert === null) return jsonReader(field, depth);
      return (node) => {
        const value = node.values[field.slot] ?? absentValue(node, field, form);
        return value === undefined ? null : within(field.segment, () => convert(value as SingleValue));
      };
    }
  }
}

function caseReader(plan: MessagePlan, field: FieldPlan): CellReader {
  if (field.desc.oneof === undefined) return NOTHING;
  const members = plan.fields.filter((one) => one.desc.oneof === field.desc.oneof);
  return (node) => members.find((one) => node.values[one.slot] !== undefined)?.desc.name ?? null;
}

/** What a field that is not set stands for: zero with implicit presence, a number that its closed enum lacks, else undefined. */
function absentValue(node: MessageNode, field: FieldPlan, form: CellForm): FieldValue | undefined {
  if ((form === 'enum' || form === 'int') && field.value.closed !== null) {
    const number = strayNumber(node, field);
    if (number !== undefined) return number;
  }
  return field.implicit ? zeroValue(field.value) : undefined;
}

/** The last number that a closed enum lacks; a table keeps it where a message only has it among its unknown fields. */
function strayNumber(node: MessageNode, field: FieldPlan): number | undefined {
  const stray = node.unknown?.findLast((one) => one.no === field.number && one.wireType === 0);
  if (stray === undefined) return undefined;
  let number = 0;
  // Past 35 bits a shift would come round again; an int32 has none there.
  stray.data.subarray(0, 5).forEach((byte, index) => (number |= (byte & 0x7f) << (index * 7)));
  return number;
}

/** The conversion of a set value; null when the form is not one that this kind of field has. */
function valueCell(plan: ValuePlan, form: CellForm): ((value: SingleValue) => Cell) | null {
  if (plan.isMessage) return messageCell(plan.message(), form);
  if (plan.enum === null) return (value) => value as Scalar;
  const { value: values } = plan.enum;
  return form === 'enum'
    ? (value) => values[value as number]?.name ?? String(value as number)
    : (value) => value as number;
}

function messageCell(plan: MessagePlan, form: CellForm): ((value: SingleValue) => Cell) | null {
  const node = (value: SingleValue): MessageNode => value as MessageNode;
  switch (plan.wellKnown) {
    case 'timestamp':
      return form === 'timestamp' ? (value) => timestampMicros(...secondsAndNanos(node(value))) : null;
    case 'duration':
      return form === 'duration' ? (value) => durationMicros(...secondsAndNanos(node(value))) : null;
    case 'wrapper':
      return (value) => wrapped(node(value));
    case 'field-mask':
      return (value) => fieldMaskText(node(value));
    default:
      return null;
  }
}

function jsonReader(field: FieldPlan, depth: number): CellReader {
  return (node, anyReader) => {
    const value = node.values[field.slot];
    if (value !== undefined)
      return within(field.segment, () => JSON.stringify(fieldJson(field, value, anyReader, depth)));
    if (field.kind !== 'single') return field.kind === 'list' ? '[]' : '{}';
    return field.implicit ? JSON.stringify(fieldJson(field, zeroValue(field.value), anyReader, depth)) : null;
  };
}

import {
  create,
  toJson,
  type DescEnum,
  type DescField,
  type DescMessage,
  type DescOneof,
  type JsonValue,
  type Registry,
} from '@bufbuild/protobuf';
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { FeatureSet_FieldPresence, isWrapperDesc } from '@bufbuild/protobuf/wkt';
import type { Cell, RowColumn } from '../cell.js';
import { Fault } from '../fault.js';
import { narrow } from '../wire/int64.js';

/** Reads one cell of a message. */
export type CellReader = (root: ReflectMessage) => Cell;

/** The reader of a column. A path that the descriptor lacks, or that leads through a list or map, gives null. */
export function cellReader(desc: DescMessage, column: RowColumn, registry: Registry): CellReader {
  const parents: (DescField & { fieldKind: 'message' })[] = [];
  let at = desc;
  for (const number of column.path.slice(0, -1)) {
    const field = at.fields.find((one) => one.number === number);
    if (field?.fieldKind !== 'message') return () => null;
    parents.push(field);
    at = field.message;
  }
  const leaf = at.fields.find((one) => one.number === column.path.at(-1));
  if (leaf === undefined) return () => null;
  const read = leafReader(leaf, column, registry);
  return (root) => {
    let message = root;
    for (const parent of parents) {
      if (!message.isSet(parent)) return null;
      message = message.get(parent);
    }
    return inField(leaf.name, () => read(message));
  };
}

function leafReader(leaf: DescField, column: RowColumn, registry: Registry): CellReader {
  switch (column.form) {
    case 'case':
      return leaf.oneof === undefined ? () => null : caseReader(leaf.oneof);
    case 'presence':
      return (message) => (message.isSet(leaf) ? true : null);
    case 'json':
      return (message) => jsonCell(message, leaf, registry);
    default:
      return (message) => (isThere(message, leaf) ? valueOf(message, leaf, column, registry) : null);
  }
}

function caseReader(oneof: DescOneof): CellReader {
  return (message) => message.oneofCase(oneof)?.name ?? null;
}

/** Implicit presence: what is not on the wire reads as zero. */
function isThere(message: ReflectMessage, field: DescField): boolean {
  return message.isSet(field) || field.presence === FeatureSet_FieldPresence.IMPLICIT;
}

function valueOf(message: ReflectMessage, field: DescField, column: RowColumn, registry: Registry): Cell {
  switch (field.fieldKind) {
    case 'scalar':
      return scalarCell(message.get(field));
    case 'enum':
      return enumCell(field.enum, message.get(field), column);
    case 'message':
      return messageCell(message, field, column, registry);
    case 'list':
    case 'map':
      return jsonCell(message, field, registry);
  }
}

function scalarCell(value: unknown): Cell {
  if (typeof value === 'bigint') return narrow(value);
  if (value instanceof Uint8Array) return value.slice();
  return value as Cell;
}

function enumCell(desc: DescEnum, number: number, column: RowColumn): Cell {
  return column.form === 'int' ? number : (desc.value[number]?.name ?? String(number));
}

const NS_PER_US = 1_000;
const US_PER_S = 1_000_000n;
const MIN_TIMESTAMP_S = -62_135_596_800n;
const MAX_TIMESTAMP_S = 253_402_300_799n;
const MAX_DURATION_S = 315_576_000_000n;

function messageCell(
  message: ReflectMessage,
  field: DescField & { fieldKind: 'message' },
  column: RowColumn,
  registry: Registry,
): Cell {
  const inner = message.get(field);
  if (column.form === 'timestamp' || column.form === 'duration') return timeCell(inner, column.form);
  if (isWrapperDesc(field.message)) return scalarCell(inner.get(field.message.fields[0]!));
  const json = fieldJson(message, field, registry);
  return typeof json === 'string' ? json : JSON.stringify(json);
}

function timeCell(inner: ReflectMessage, form: 'timestamp' | 'duration'): Cell {
  const [first, second] = inner.desc.fields;
  const seconds = inner.get(first!) as bigint;
  const nanos = inner.get(second!) as number;
  const [least, most] =
    form === 'timestamp' ? [MIN_TIMESTAMP_S, MAX_TIMESTAMP_S] : [-MAX_DURATION_S, MAX_DURATION_S];
  if (seconds < least || seconds > most)
    throw new Fault('UNREPRESENTABLE', `a ${form} of ${seconds} seconds is out of range`);
  return narrow(seconds * US_PER_S + BigInt(Math.floor(nanos / NS_PER_US)));
}

function jsonCell(message: ReflectMessage, field: DescField, registry: Registry): Cell {
  if (!isThere(message, field)) {
    if (field.fieldKind === 'list') return '[]';
    return field.fieldKind === 'map' ? '{}' : null;
  }
  return JSON.stringify(fieldJson(message, field, registry));
}

/** ProtoJSON of one field alone, so that what is wrong elsewhere in the message does not count here. */
function fieldJson(message: ReflectMessage, field: DescField, registry: Registry): JsonValue {
  const alone = reflect(message.desc, create(message.desc));
  alone.set(field, message.get(field) as never);
  try {
    const json = toJson(message.desc, alone.message, { registry, alwaysEmitImplicit: false }) as Record<
      string,
      JsonValue
    >;
    return json[field.jsonName] ?? (field.fieldKind === 'list' ? [] : field.fieldKind === 'map' ? {} : null);
  } catch (error) {
    throw new Fault('UNREPRESENTABLE', error instanceof Error ? error.message : String(error));
  }
}

function inField(name: string, work: () => Cell): Cell {
  try {
    return work();
  } catch (error) {
    throw error instanceof Fault ? error.within(name) : error;
  }
}

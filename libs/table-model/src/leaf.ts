import { ScalarType, type DescField } from '@bufbuild/protobuf';
import type { LogicalKind, ValueShape } from './logical-type.js';
import type { CellForm } from '#libs/codec';

const shape = (kind: LogicalKind, form: CellForm): ValueShape => ({ type: { kind }, form });

/** A column that holds canonical ProtoJSON text. */
export const JSON_SHAPE = shape('json', 'json');
/** A column that is true when a message without fields is set. */
export const PRESENCE_SHAPE = shape('bool', 'presence');
/** A column that names the set member of a oneof. */
export const CASE_SHAPE = shape('text', 'case');

const INTEGER = shape('int64', 'int');
const UNSIGNED = shape('uint64', 'uint64');
const FLOAT = shape('float32', 'float');
const DOUBLE = shape('float64', 'float');
const BOOL = shape('bool', 'bool');
const TEXT = shape('text', 'text');
const BYTES = shape('bytes', 'bytes');
const ENUM = shape('text', 'enum');

// 32-bit integers are wide from the start: int32, uint32 and int64 are one wire-compatible class. Source: tables.md §1.2.
const SCALARS: Readonly<Record<ScalarType, ValueShape>> = {
  [ScalarType.DOUBLE]: DOUBLE,
  [ScalarType.FLOAT]: FLOAT,
  [ScalarType.INT64]: INTEGER,
  [ScalarType.UINT64]: UNSIGNED,
  [ScalarType.INT32]: INTEGER,
  [ScalarType.FIXED64]: UNSIGNED,
  [ScalarType.FIXED32]: INTEGER,
  [ScalarType.BOOL]: BOOL,
  [ScalarType.STRING]: TEXT,
  [ScalarType.BYTES]: BYTES,
  [ScalarType.UINT32]: INTEGER,
  [ScalarType.SFIXED32]: INTEGER,
  [ScalarType.SFIXED64]: INTEGER,
  [ScalarType.SINT32]: INTEGER,
  [ScalarType.SINT64]: INTEGER,
};

const WELL_KNOWN: ReadonlyMap<string, ValueShape> = new Map([
  ['google.protobuf.Timestamp', shape('timestamp', 'timestamp')],
  ['google.protobuf.Duration', shape('duration', 'duration')],
  ['google.protobuf.FieldMask', TEXT],
  ['google.protobuf.Struct', JSON_SHAPE],
  ['google.protobuf.Value', JSON_SHAPE],
  ['google.protobuf.ListValue', JSON_SHAPE],
  ['google.protobuf.Any', JSON_SHAPE],
  ['google.protobuf.DoubleValue', DOUBLE],
  ['google.protobuf.FloatValue', FLOAT],
  ['google.protobuf.Int64Value', INTEGER],
  ['google.protobuf.UInt64Value', UNSIGNED],
  ['google.protobuf.Int32Value', INTEGER],
  ['google.protobuf.UInt32Value', INTEGER],
  ['google.protobuf.BoolValue', BOOL],
  ['google.protobuf.StringValue', TEXT],
  ['google.protobuf.BytesValue', BYTES],
]);

/** The shape of a scalar. */
export function scalarShape(scalar: ScalarType): ValueShape {
  return SCALARS[scalar];
}

/**
 * The shape of a field that is one value by its kind: of a list the shape of an element, of a map that of a value. Null for a message
 * that is more than one value. Source: tables.md §1.3.
 */
export function leafShape(field: DescField): ValueShape | null {
  if (field.message !== undefined) {
    const known = WELL_KNOWN.get(field.message.typeName);
    if (known !== undefined) return known;
    return field.message.fields.length === 0 ? PRESENCE_SHAPE : null;
  }
  return field.scalar === undefined ? ENUM : SCALARS[field.scalar];
}

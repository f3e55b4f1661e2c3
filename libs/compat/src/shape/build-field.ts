import type { DescExtension, DescField } from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence } from '@bufbuild/protobuf/wkt';
import type { EnumShape } from './enum-shape.js';
import type { FieldShape, Presence } from './field-shape.js';
import type { MessageShape } from './message-shape.js';
import { readsAs } from './reads-as.js';
import type { SchemaShape } from './schema-shape.js';
import { scalarName, wireOf, type ValueType } from './value-type.js';

type AnyField = DescField | DescExtension;

/** Builds a field's shape. A map's entry comes from `entryOf`, other messages from the schema. */
export function buildField(
  schema: SchemaShape,
  desc: AnyField,
  entryOf: (map: DescField) => MessageShape,
): FieldShape {
  const type = typeOf(desc);
  const repeated = desc.fieldKind === 'list' || desc.fieldKind === 'map';
  const enumShape = desc.fieldKind !== 'map' && desc.enum ? schema.enum(desc.enum) : null;
  return {
    desc,
    part: 'field',
    number: desc.number,
    name: desc.name,
    repeated,
    map: desc.fieldKind === 'map',
    packed: desc.fieldKind === 'list' && desc.packed,
    presence: presenceOf(desc),
    type,
    wire: wireOf(type),
    strictUtf8: type === 'string' && desc.utf8Validation,
    enumShape,
    get message() {
      return messageOf(schema, desc, entryOf);
    },
    oneof: desc.oneof ?? null,
    readsAs: repeated ? null : readsAs(type, enumShape, defaultOf(desc)),
  };
}

/** Builds the two fields of a map's entry. */
export function buildEntryFields(schema: SchemaShape, map: DescField): readonly FieldShape[] {
  if (map.fieldKind !== 'map') return [];
  const enumShape = map.enum ? schema.enum(map.enum) : null;
  const valueType = map.scalar === undefined ? (map.enum ? 'enum' : 'message') : scalarName(map.scalar);
  const value = map.message ?? null;
  return [
    entryField(map, 'key', scalarName(map.mapKey), null, () => null),
    entryField(map, 'value', valueType, enumShape, () => (value ? schema.messageOf(value) : null)),
  ];
}

function entryField(
  map: DescField,
  part: 'key' | 'value',
  type: ValueType,
  enumShape: EnumShape | null,
  message: () => MessageShape | null,
): FieldShape {
  return {
    desc: map,
    part,
    number: part === 'key' ? 1 : 2,
    name: part,
    repeated: false,
    map: false,
    packed: false,
    presence: 'always',
    type,
    wire: wireOf(type),
    strictUtf8: type === 'string' && map.utf8Validation,
    enumShape,
    get message() {
      return message();
    },
    oneof: null,
    readsAs: readsAs(type, enumShape),
  };
}

function typeOf(desc: AnyField): ValueType {
  if (desc.fieldKind === 'map') return 'message';
  if (desc.scalar !== undefined) return scalarName(desc.scalar);
  if (desc.enum) return 'enum';
  return isDelimited(desc) ? 'group' : 'message';
}

function isDelimited(desc: AnyField): boolean {
  return 'delimitedEncoding' in desc && desc.delimitedEncoding;
}

function presenceOf(desc: AnyField): Presence {
  if (desc.fieldKind === 'list' || desc.fieldKind === 'map') return 'implicit';
  switch (desc.presence) {
    case FeatureSet_FieldPresence.LEGACY_REQUIRED:
      return 'required';
    case FeatureSet_FieldPresence.IMPLICIT:
      return 'implicit';
    default:
      return 'explicit';
  }
}

function defaultOf(desc: AnyField): unknown {
  return desc.fieldKind === 'scalar' || desc.fieldKind === 'enum' ? desc.getDefaultValue() : undefined;
}

function messageOf(
  schema: SchemaShape,
  desc: AnyField,
  entryOf: (map: DescField) => MessageShape,
): MessageShape | null {
  if (desc.fieldKind === 'map') return entryOf(desc as DescField);
  return desc.message ? schema.messageOf(desc.message) : null;
}

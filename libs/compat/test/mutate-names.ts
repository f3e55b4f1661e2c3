import type { EnumSpec, FieldSpec, SchemaSpec } from './made-schema.js';
import type { Random } from './random.js';

/** The schema with changes that only JSON sees, or does not see: other names, keys and numbers. */
export function mutateNames(random: Random, spec: SchemaSpec): SchemaSpec {
  return {
    ...spec,
    messages: spec.messages.map((message) => ({
      ...message,
      fields: message.fields.map((field) => (random.oneIn(8) ? renamed(random, field) : field)),
    })),
    enums: spec.enums.map((one) => (random.oneIn(6) ? renamedValue(random, one) : one)),
  };
}

const KNOWN = ['Timestamp', 'Duration', 'FieldMask', 'Struct', 'Value', 'ListValue', 'Any'];
const WRAPPERS = ['Double', 'Float', 'Int64', 'UInt64', 'Int32', 'UInt32', 'Bool', 'String', 'Bytes'];
const KNOWN_TYPES = [...KNOWN, ...WRAPPERS.map((name) => `${name}Value`)].map((name) => `known:${name}`);

/** The schema with well-known types in place of some fields' own. */
export function mixKnown(random: Random, spec: SchemaSpec): SchemaSpec {
  const mixed = (field: FieldSpec): FieldSpec =>
    random.oneIn(6) ? { ...field, type: random.pick(KNOWN_TYPES), default: null } : field;
  return {
    ...spec,
    messages: spec.messages.map((message) => ({ ...message, fields: message.fields.map(mixed) })),
  };
}

const FIRST_FREE = 50;

function renamed(random: Random, field: FieldSpec): FieldSpec {
  switch (random.below(4)) {
    case 0:
      return { ...field, name: `g${field.number}` };
    case 1:
      return { ...field, name: `g${field.number}`, jsonName: field.name };
    case 2:
      return { ...field, jsonName: `j${field.number}` };
    default:
      // Extensions stay in their range.
      return field.extension ? field : { ...field, number: FIRST_FREE + field.number };
  }
}

function renamedValue(random: Random, one: EnumSpec): EnumSpec {
  const number = random.pick(one.numbers);
  return { ...one, names: { ...one.names, [number]: `${one.name}_OTHER` } };
}

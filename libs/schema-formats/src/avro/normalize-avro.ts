import { javaDouble, javaFloat } from '../text/java-number.js';
import { isArray, isObject, JsonNumber, type JsonNode, type JsonObject } from '../text/json-node.js';
import { sortedJson } from '../text/write-json.js';
import { logicalType } from './avro-logical.js';
import {
  isNamed,
  type AvroField,
  type AvroName,
  type AvroNamedType,
  type AvroRecord,
  type AvroType,
} from './avro-type.js';

/**
 * The type as `normalize=true` has it: attributes sorted with a logical type first, aliases sorted, empty docs of types dropped,
 * defaults in the form of their type. Fields, symbols and branches keep their order, which data depends on.
 */
export function normalizeAvro(root: AvroType): AvroType {
  return new Normalizer().type(root);
}

class Normalizer {
  private readonly made = new Map<AvroNamedType, AvroNamedType>();

  type(type: AvroType): AvroType {
    if (isNamed(type)) return this.named(type);
    switch (type.kind) {
      case 'union':
        return { kind: 'union', branches: type.branches.map((branch) => this.type(branch)) };
      case 'array':
        return { kind: 'array', items: this.type(type.items), props: sortedProps(type.props, null) };
      case 'map':
        return { kind: 'map', values: this.type(type.values), props: sortedProps(type.props, null) };
      default:
        return { kind: type.kind, props: sortedProps(type.props, logicalType(type.kind, null, type.props)) };
    }
  }

  private named(type: AvroNamedType): AvroNamedType {
    const done = this.made.get(type);
    if (done !== undefined) return done;
    const logical = type.kind === 'fixed' ? logicalType('fixed', type.sizeBytes, type.props) : null;
    const part = {
      doc: type.doc === '' ? null : type.doc,
      aliases: sortedAliases(type.aliases),
      props: sortedProps(type.props, logical),
    };
    if (type.kind !== 'record') return this.keep(type, { ...type, ...part });
    const record: AvroRecord = { ...type, ...part, fields: null };
    this.made.set(type, record);
    record.fields = type.fields?.map((field) => this.field(field)) ?? null;
    return record;
  }

  private keep(type: AvroNamedType, normalized: AvroNamedType): AvroNamedType {
    this.made.set(type, normalized);
    return normalized;
  }

  private field(field: AvroField): AvroField {
    return {
      ...field,
      type: this.type(field.type),
      aliases: [...field.aliases].sort(),
      default: field.default === undefined ? undefined : typedDefault(field.type, field.default),
      props: sortedProps(field.props, null),
    };
  }
}

function sortedAliases(aliases: readonly AvroName[]): readonly AvroName[] {
  return [...aliases].sort((one, other) => (one.full < other.full ? -1 : 1));
}

function sortedProps(props: JsonObject, logical: string | null): JsonObject {
  const first = logical === null ? [] : ['logicalType'];
  if (logical === 'decimal') first.push('precision', ...(isZero(props.get('scale')) ? [] : ['scale']));
  const keys = new Set([...first, ...[...props.keys()].sort()]);
  return new Map([...keys].map((key) => [key, sortedJson(props.get(key) ?? null)]));
}

function isZero(scale: JsonNode | undefined): boolean {
  return !(scale instanceof JsonNumber) || scale.value === 0;
}

/** Whole numbers of float and double fields get their fraction, and keys are sorted. */
function typedDefault(type: AvroType, value: JsonNode): JsonNode {
  if (value instanceof JsonNumber) return typedNumber(type, value);
  if (type.kind === 'array' && isArray(value)) return value.map((item) => typedDefault(type.items, item));
  if (type.kind === 'union' && type.branches[0] !== undefined) return typedDefault(type.branches[0], value);
  if (!isObject(value)) return value;
  const typeOf = (key: string): AvroType | undefined => {
    if (type.kind === 'map') return type.values;
    return type.kind === 'record' ? fieldsOf(type).get(key)?.type : undefined;
  };
  const typed = [...value].map(([key, item]): [string, JsonNode] => {
    const part = typeOf(key);
    return [key, part === undefined ? item : typedDefault(part, item)];
  });
  return sortedJson(new Map(typed));
}

const known = new WeakMap<AvroRecord, ReadonlyMap<string, AvroField>>();

/** The fields of a record that is read whole, by name. */
function fieldsOf(record: AvroRecord): ReadonlyMap<string, AvroField> {
  const fields = known.get(record) ?? new Map((record.fields ?? []).map((field) => [field.name, field]));
  known.set(record, fields);
  return fields;
}

function typedNumber(type: AvroType, value: JsonNumber): JsonNumber {
  if (type.kind === 'union' && type.branches[0] !== undefined) return typedNumber(type.branches[0], value);
  if (!Number.isFinite(Math.fround(value.value))) return value;
  if (type.kind === 'float') return new JsonNumber(javaFloat(value.value));
  return type.kind === 'double' ? new JsonNumber(javaDouble(value.value)) : value;
}

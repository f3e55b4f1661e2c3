import {
  ScalarType,
  type DescEnum,
  type DescField,
  type DescMessage,
  type DescOneof,
} from '@bufbuild/protobuf';
import { FeatureSet_FieldPresence as Presence } from '@bufbuild/protobuf/wkt';
import type { ValueShape } from './logical-type.js';

/** A value of an enum. */
export interface EnumLabel {
  readonly number: number;
  readonly name: string;
}

/** A key of the objects inside of a JSON column. */
export interface JsonKey {
  /** Path of field numbers from the column's message, `2.1`. */
  readonly path: string;
  readonly key: string;
  /** As {@link ColumnSource.declared}. */
  readonly declared: string;
}

/**
 * What the schema says of a column's field beyond what the column depends on. A change of it needs no statement, yet readers of
 * the table may see two spellings of one thing. Plain JSON.
 */
export interface ColumnSource {
  /** `int32`, `enum pkg.Color`, `message pkg.Point`; `repeated …`, `map<string, …>`; `oneof` of a case. */
  readonly declared: string;
  /** Null for lists, maps and cases. */
  readonly presence: 'implicit' | 'explicit' | 'required' | null;
  /** In declaration order, the first name of a number; null unless the column holds labels, when there are more than 256, or the table has too many already. */
  readonly labels: readonly EnumLabel[] | null;
  /** Breadth first, at most 64; null unless the column holds JSON of messages, or when the table has too many already. */
  readonly keys: readonly JsonKey[] | null;
}

// Ledgers are kept for ever and read with every plan: facts for findings may not outgrow the columns.
const MOST_LABELS = 256;
const MOST_KEYS = 64;

const PRESENCE: Readonly<Partial<Record<Presence, 'implicit' | 'explicit' | 'required'>>> = {
  [Presence.EXPLICIT]: 'explicit',
  [Presence.IMPLICIT]: 'implicit',
  [Presence.LEGACY_REQUIRED]: 'required',
};

/** How many labels and keys the sources of one table may still hold. */
export interface FactBudget {
  left: number;
}

/** A budget for the sources of one table: 4096 labels and keys. */
export function factBudget(): FactBudget {
  return { left: 4096 };
}

/**
 * The facts of a field, or of a oneof's case, whose column has this shape. Takes its labels and keys from the budget; where they do
 * not fit they are left out.
 */
export function sourceOf(desc: DescField | DescOneof, shape: ValueShape, budget: FactBudget): ColumnSource {
  if (desc.kind === 'oneof') return { declared: 'oneof', presence: null, labels: null, keys: null };
  const isPlural = desc.fieldKind === 'list' || desc.fieldKind === 'map';
  return {
    declared: declaredOf(desc),
    presence: isPlural ? null : (PRESENCE[desc.presence] ?? null),
    labels: shape.form === 'enum' && desc.enum !== undefined ? afford(labelsOf(desc.enum), budget) : null,
    keys: shape.form === 'json' && desc.message !== undefined ? afford(keysOf(desc.message), budget) : null,
  };
}

function afford<T>(facts: readonly T[] | null, budget: FactBudget): readonly T[] | null {
  if (facts === null || facts.length > budget.left) return null;
  budget.left -= facts.length;
  return facts;
}

function declaredOf(field: DescField): string {
  switch (field.fieldKind) {
    case 'list':
      return `repeated ${elementOf(field)}`;
    case 'map':
      return `map<${scalarName(field.mapKey)}, ${elementOf(field)}>`;
    default:
      return elementOf(field);
  }
}

function elementOf(field: DescField): string {
  if (field.message !== undefined) return `message ${field.message.typeName}`;
  if (field.enum !== undefined) return `enum ${field.enum.typeName}`;
  return field.scalar === undefined ? 'unknown' : scalarName(field.scalar);
}

function scalarName(scalar: ScalarType): string {
  return ScalarType[scalar].toLowerCase();
}

function labelsOf(desc: DescEnum): readonly EnumLabel[] | null {
  if (desc.values.length > MOST_LABELS) return null;
  const labels = new Map<number, string>();
  for (const { number, name } of desc.values) if (!labels.has(number)) labels.set(number, name);
  return [...labels].map(([number, name]) => ({ number, name }));
}

// Well-known types have a JSON form of their own, which never changes.
function keysOf(root: DescMessage): readonly JsonKey[] {
  const keys: JsonKey[] = [];
  const seen = new Set([root]);
  const queue: { readonly message: DescMessage; readonly prefix: string }[] = [{ message: root, prefix: '' }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (next.message.typeName.startsWith('google.protobuf.')) continue;
    for (const field of [...next.message.fields].sort((one, other) => one.number - other.number)) {
      if (keys.length === MOST_KEYS) return keys;
      const path = `${next.prefix}${field.number}`;
      keys.push({ path, key: field.jsonName, declared: declaredOf(field) });
      // Each type once: a change inside it is one finding, and recursion ends.
      if (field.message === undefined || seen.has(field.message)) continue;
      seen.add(field.message);
      queue.push({ message: field.message, prefix: `${path}.` });
    }
  }
  return keys;
}

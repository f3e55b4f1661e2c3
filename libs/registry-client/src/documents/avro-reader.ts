// Reads values of Avro by the schema that wrote them, without making code of it. Schemas come from the registry, which has seen that
// they are some; bytes come from anywhere. Not read: the aliases and defaults of another reader's schema, since there is none.
// Source: https://avro.apache.org/docs/1.12.0/specification/
import { AvroFault, type AvroBytes } from './avro-bytes.js';
import type { DocumentSchema } from './document-schema.js';

/**
 * A value of Avro: `int`, `float` and `double` are numbers, `long` is one or a bigint where that would lose digits, `bytes` and `fixed`
 * are bytes, an enum its symbol, records and maps are objects without a prototype. A union is its value, under the name of its
 * branch (`{ "shop.Order": … }`) where two branches make the same of it. Logical types are what they are made of.
 */
export type AvroValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly AvroValue[]
  | { readonly [key: string]: AvroValue };

/** What a value looks like, which is how branches of a union are told apart. */
type Form = 'null' | 'boolean' | 'number' | 'text' | 'bytes' | 'list' | 'object';

interface AvroReader {
  /** Full, or that of the type. */
  readonly name: string;
  readonly form: Form;
  read(bytes: AvroBytes, depth: number): AvroValue;
}

/** Deepest nesting of values, and of schemas. */
const MAX_DEPTH = 200;

const PRIMITIVES: ReadonlyMap<string, AvroReader> = new Map(
  (
    [
      ['null', 'null', () => null],
      ['boolean', 'boolean', (bytes) => bytes.boolean()],
      ['int', 'number', (bytes) => bytes.int()],
      ['long', 'number', (bytes) => bytes.long()],
      ['float', 'number', (bytes) => bytes.float()],
      ['double', 'number', (bytes) => bytes.double()],
      ['bytes', 'bytes', (bytes) => bytes.sized()],
      ['string', 'text', (bytes) => bytes.string()],
    ] satisfies [string, Form, AvroReader['read']][]
  ).map(([name, form, read]) => [name, { name, form, read }]),
);

/** What reads the values of a schema. **Throws** Error for a text that is no schema of Avro. */
export function avroReader({ text, references }: DocumentSchema): (bytes: AvroBytes) => AvroValue {
  const readers = new AvroReaders();
  for (const reference of references) readers.type(JSON.parse(reference.text), '', 0);
  const root = readers.type(JSON.parse(text), '', 0);
  return (bytes) => root.read(bytes, 0);
}

type Members = Readonly<Record<string, unknown>>;

class AvroReaders {
  private readonly named = new Map<string, AvroReader>();

  type(node: unknown, space: string, depth: number): AvroReader {
    if (depth > MAX_DEPTH) throw new Error(`types are nested deeper than ${MAX_DEPTH}`);
    if (typeof node === 'string') return this.find(node, space);
    if (Array.isArray(node))
      return unionReader(node.map((branch: unknown) => this.type(branch, space, depth + 1)));
    if (typeof node !== 'object' || node === null) throw new Error('a type is neither a name nor an object');
    const members: Members = { ...node };
    switch (members['type']) {
      case 'record':
      case 'error':
        return this.record(members, space, depth);
      case 'enum':
        return this.define(members, space, (name) => enumReader(name, list(members['symbols'])));
      case 'fixed':
        return this.define(members, space, (name) => fixedReader(name, members['size']));
      case 'array':
        return arrayReader(this.type(members['items'], space, depth + 1));
      case 'map':
        return mapReader(this.type(members['values'], space, depth + 1));
      default:
        return this.type(members['type'], space, depth + 1);
    }
  }

  private find(word: string, space: string): AvroReader {
    const found =
      PRIMITIVES.get(word) ??
      (word.includes('.') || space === '' ? undefined : this.named.get(`${space}.${word}`)) ??
      this.named.get(word);
    if (found === undefined) throw new Error(`no type has the name ${word.slice(0, 80)}`);
    return found;
  }

  /** Fields may be of the record's own type, so it has its name before it has them. */
  private record(members: Members, space: string, depth: number): AvroReader {
    const fields: [string, AvroReader][] = [];
    const reader = this.define(members, space, (name) => recordReader(name, fields));
    const inner = reader.name.slice(0, Math.max(0, reader.name.lastIndexOf('.')));
    for (const node of list(members['fields'])) {
      const field: Members = typeof node === 'object' ? { ...node } : {};
      fields.push([String(field['name']), this.type(field['type'], inner, depth + 1)]);
    }
    return reader;
  }

  private define(members: Members, space: string, make: (name: string) => AvroReader): AvroReader {
    const { name, namespace } = members;
    if (typeof name !== 'string') throw new Error('a type has no name');
    const own = typeof namespace === 'string' ? namespace : space;
    const full = name.includes('.') ? name.replace(/^\./, '') : own === '' ? name : `${own}.${name}`;
    const reader = make(full);
    this.named.set(full, reader);
    return reader;
  }
}

function recordReader(name: string, fields: readonly (readonly [string, AvroReader])[]): AvroReader {
  return {
    name,
    form: 'object',
    read(bytes, depth) {
      checkDepth(depth);
      bytes.count(fields.length);
      const value = emptyObject();
      for (const [key, field] of fields) value[key] = field.read(bytes, depth + 1);
      return value;
    },
  };
}

function enumReader(name: string, symbols: readonly unknown[]): AvroReader {
  const words = symbols.map(String);
  return { name, form: 'text', read: (bytes) => at(words, bytes.int(), 'symbols') };
}

function fixedReader(name: string, size: unknown): AvroReader {
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 0) throw new Error('a fixed has no size');
  return { name, form: 'bytes', read: (bytes) => bytes.fixed(size) };
}

function arrayReader(items: AvroReader): AvroReader {
  return {
    name: 'array',
    form: 'list',
    read(bytes, depth) {
      checkDepth(depth);
      const value: AvroValue[] = [];
      for (let count = bytes.block(); count > 0; count = bytes.block())
        for (let item = 0; item < count; item++) value.push(items.read(bytes, depth + 1));
      return value;
    },
  };
}

function mapReader(values: AvroReader): AvroReader {
  return {
    name: 'map',
    form: 'object',
    read(bytes, depth) {
      checkDepth(depth);
      const value = emptyObject();
      for (let count = bytes.block(); count > 0; count = bytes.block())
        for (let item = 0; item < count; item++) {
          const key = bytes.string();
          value[key] = values.read(bytes, depth + 1);
        }
      return value;
    },
  };
}

function unionReader(branches: readonly AvroReader[]): AvroReader {
  const forms = branches.map(({ form }) => form);
  const named = new Set(forms).size < forms.length;
  return {
    name: 'union',
    form: 'object',
    read(bytes, depth) {
      checkDepth(depth);
      const branch = at(branches, bytes.int(), 'branches');
      const value = branch.read(bytes, depth + 1);
      if (!named || branch.form === 'null') return value;
      const wrapped = emptyObject();
      wrapped[branch.name] = value;
      return wrapped;
    },
  };
}

function at<T>(items: readonly T[], index: number, what: string): T {
  const item = items[index];
  if (item === undefined) throw new AvroFault('MALFORMED', `${index} is none of ${items.length} ${what}`);
  return item;
}

function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH) throw new AvroFault('TOO_DEEP', `values are nested deeper than ${MAX_DEPTH}`);
}

function list(node: unknown): readonly unknown[] {
  if (!Array.isArray(node)) throw new Error('fields or symbols are missing');
  return node;
}

/** Keys are anybody's, `__proto__` among them. */
function emptyObject(): Record<string, AvroValue> {
  return Object.create(null) as Record<string, AvroValue>;
}

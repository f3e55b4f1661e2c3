import type { Cell } from '#libs/codec';
import { dialectNamed } from '#libs/ddl';
import {
  readNested,
  type InnerShape,
  type LogicalKind,
  type NestedMap,
  type NestedShape,
  type NestedValue,
} from '#libs/table-model';

const DIALECT = dialectNamed('duckdb');

/** What is used of `@duckdb/node-api` 1.x for lists, maps and structs. */
export interface DuckdbNestedLibrary extends Readonly<Record<TypeName, object>> {
  LIST(element: object): object;
  MAP(key: object, value: object): object;
  STRUCT(fields: Readonly<Record<string, object>>): object;
  listValue(elements: readonly unknown[]): object;
  mapValue(entries: readonly { readonly key: unknown; readonly value: unknown }[]): object;
  structValue(fields: Readonly<Record<string, unknown>>): object;
  blobValue(bytes: Uint8Array): object;
  readonly DuckDBTimestampTZValue: new (micros: bigint) => object;
}

type TypeName =
  'BIGINT' | 'UBIGINT' | 'INTEGER' | 'FLOAT' | 'DOUBLE' | 'BOOLEAN' | 'VARCHAR' | 'BLOB' | 'TIMESTAMPTZ';

// JSON is text that the engine casts, and no shape has an id inside.
const TYPES: Readonly<Record<LogicalKind, TypeName>> = {
  int32: 'INTEGER',
  int64: 'BIGINT',
  uint64: 'UBIGINT',
  float32: 'FLOAT',
  float64: 'DOUBLE',
  bool: 'BOOLEAN',
  text: 'VARCHAR',
  bytes: 'BLOB',
  timestamp: 'TIMESTAMPTZ',
  duration: 'BIGINT',
  json: 'VARCHAR',
  uuid: 'VARCHAR',
};

/** The lists, maps or structs of one column as DuckDB's appender takes them. */
export class DuckdbNested {
  /** The type of every value. */
  readonly type: object;

  constructor(
    private readonly library: DuckdbNestedLibrary,
    private readonly shape: NestedShape,
  ) {
    this.type = this.typeOf(shape);
  }

  /** The value of a cell. */
  value(text: string): unknown {
    return this.valueOf(this.shape, readNested(this.shape, text));
  }

  private typeOf(shape: InnerShape): object {
    const { library } = this;
    switch (shape.kind) {
      case 'leaf':
        return library[TYPES[shape.type.kind]];
      case 'list':
        return library.LIST(this.typeOf(shape.element));
      case 'map':
        return library.MAP(this.typeOf(shape.key), this.typeOf(shape.value));
      case 'struct':
        return library.STRUCT(
          Object.fromEntries(shape.fields.map(({ name, shape: inner }) => [name, this.typeOf(inner)])),
        );
    }
  }

  private valueOf(shape: InnerShape, value: NestedValue): unknown {
    if (value === null) return null;
    const { library } = this;
    switch (shape.kind) {
      case 'leaf':
        return this.leafOf(shape.type.kind, value as NonNullable<Cell>);
      case 'list':
        return library.listValue(
          (value as readonly NestedValue[]).map((element) => this.valueOf(shape.element, element)),
        );
      case 'map': {
        const entries = (value as NestedMap).entries.map(([key, one]) => ({
          key: this.valueOf(shape.key, key),
          value: this.valueOf(shape.value, one),
        }));
        return library.mapValue(entries);
      }
      case 'struct':
        return library.structValue(
          Object.fromEntries(
            shape.fields.map(({ name, shape: inner }, place) => [
              name,
              this.valueOf(inner, (value as readonly NestedValue[])[place] ?? null),
            ]),
          ),
        );
    }
  }

  private leafOf(kind: LogicalKind, cell: NonNullable<Cell>): unknown {
    switch (kind) {
      case 'int64':
      case 'uint64':
      case 'duration':
        return BigInt(cell as number | bigint);
      case 'timestamp':
        return new this.library.DuckDBTimestampTZValue(BigInt(cell as number | bigint));
      case 'bytes':
        return this.library.blobValue(cell as Uint8Array);
      default:
        return cell;
    }
  }
}

/** Expression for the arrays of a `StoredValue`. */
export function storedText(shape: InnerShape, value: string, depth = 0): string {
  const each = `protokoll_${depth}`;
  const inner = (part: InnerShape, of: string): string => storedText(part, of, depth + 1);
  switch (shape.kind) {
    case 'leaf':
      return leafText(shape.type.kind, value);
    case 'list':
      return `list_transform(${value}, lambda ${each}: ${inner(shape.element, each)})`;
    case 'map': {
      const entry = `json_array(${inner(shape.key, `${each}.key`)}, ${inner(shape.value, `${each}.value`)})`;
      return `list_transform(map_entries(${value}), lambda ${each}: ${entry})`;
    }
    case 'struct': {
      const fields = shape.fields.map((field) =>
        inner(field.shape, `struct_extract(${value}, ${DIALECT.text(field.name)})`),
      );
      return `CASE WHEN ${value} IS NULL THEN NULL ELSE json_array(${fields.join(', ')}) END`;
    }
  }
}

/** A single value as text, as `TableStore.asText` has it. */
export function leafText(kind: LogicalKind, value: string): string {
  if (kind === 'bool') return `CAST(CAST(${value} AS INTEGER) AS VARCHAR)`;
  if (kind === 'bytes') return `hex(${value})`;
  return `CAST(${kind === 'timestamp' ? `epoch_us(${value})` : value} AS VARCHAR)`;
}

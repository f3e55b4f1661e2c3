/**
 * Parquet, by way of the Arrow schema that writers take: the JSON form of Arrow's integration tests, with Parquet's field ids
 * as metadata. Source: https://arrow.apache.org/docs/format/Integration.html#json-test-data-format,
 * https://arrow.apache.org/docs/cpp/parquet.html#parquet-field-id, https://parquet.apache.org/docs/file-format/types/logicaltypes/
 * A file is never changed: a new schema is for files written from now on, and readers join old and new ones by field id.
 * Files belong in `day=YYYY-MM-DD/` by their day of arrival, named by their batch, so that writing one twice changes nothing.
 * Refusals: none; types that readers do not know (UUID, JSON) are annotations on bytes and text.
 */
import type { InnerShape, Ledger, LogicalKind } from '#libs/table-model';
import { tableCommentText } from '../comment-text.js';
import { cost } from '../cost.js';
import { defineDocument, documentFields, type DocumentField } from '../define-document.js';

/** An Arrow type in JSON, and the name of its extension where it has one. */
interface ArrowType {
  readonly said: string;
  readonly type: object;
  readonly extension: string | null;
}

const arrow = (said: string, type: object, extension: string | null = null): ArrowType => ({
  said,
  type,
  extension,
});
const integer = (bitWidth: number, isSigned: boolean): object => ({ name: 'int', bitWidth, isSigned });

const ARROW: Readonly<Record<LogicalKind, ArrowType>> = {
  int32: arrow('int32', integer(32, true)),
  int64: arrow('int64', integer(64, true)),
  uint64: arrow('uint64', integer(64, false)),
  float32: arrow('float', { name: 'floatingpoint', precision: 'SINGLE' }),
  float64: arrow('double', { name: 'floatingpoint', precision: 'DOUBLE' }),
  bool: arrow('bool', { name: 'bool' }),
  text: arrow('utf8', { name: 'utf8' }),
  bytes: arrow('binary', { name: 'binary' }),
  timestamp: arrow('timestamp[us, UTC]', { name: 'timestamp', unit: 'MICROSECOND', timezone: 'UTC' }),
  duration: arrow('int64', integer(64, true)),
  json: arrow('utf8 (JSON)', { name: 'utf8' }, 'arrow.json'),
  uuid: arrow('fixed_size_binary[16] (UUID)', { name: 'fixedsizebinary', byteWidth: 16 }, 'arrow.uuid'),
};

const TYPES = Object.fromEntries(Object.entries(ARROW).map(([kind, { said }]) => [kind, said])) as Readonly<
  Record<LogicalKind, string>
>;

/** Parquet files. Unsigned 64-bit integers are UINT_64, durations INT64 microseconds; lists, maps and structs are groups. */
export const parquet = defineDocument({
  name: 'parquet',
  title: 'Parquet (Arrow schema)',
  proof: { level: 'tried', on: 'Apache Arrow 21.2 (JavaScript)' },
  limits: { identifierBytes: 255, columns: 10_000 },
  types: TYPES,
  nestedType: saidType,
  rows: { partition: 'always', cluster: false },
  costs: {
    createTable: cost('T1', 'none', 'There is no key.'),
    createIndex: cost('T0', 'none', 'None is made: files lie in folders by day of arrival.'),
    addColumn: cost('T1', 'none', 'For files written from now on; older ones lack the column and read NULL.'),
    growColumn: cost('T1', 'none', 'For files written from now on; older ones lack the field and read NULL.'),
    dropColumn: cost('T1', 'none', 'For files written from now on; older ones keep the values.'),
    comment: cost('T1', 'none', 'For files written from now on.'),
    createView: cost('T5', 'none'),
  },
  document: (before, after) => {
    const document = schemaOf(after);
    const same = before !== null && JSON.stringify(schemaOf(before)) === JSON.stringify(document);
    return same ? null : document;
  },
});

function schemaOf(ledger: Ledger): object {
  const metadata = [
    pair('protokoll.table', ledger.table),
    pair('protokoll.comment', tableCommentText(ledger)),
    pair('protokoll.partition', 'day=date(ingest_time)'),
  ];
  return { schema: { fields: documentFields(ledger, (name) => name).map(fieldOf), metadata } };
}

function fieldOf({ id, name, kind, required, comment, inside }: DocumentField): object {
  const field = innerField(
    { name, nullable: !required, shape: inside?.shape ?? { kind: 'leaf', type: { kind }, form: 'json' }, id },
    '',
    inside?.ids ?? new Map(),
  );
  const said = comment === null ? [] : [pair('comment', comment)];
  return { ...field, metadata: [...field.metadata, ...said] };
}

/** A field of any depth: a column, an element, a key or value, or what is in a struct. */
interface Inner {
  readonly name: string;
  readonly nullable: boolean;
  readonly shape: InnerShape;
  readonly id: number | undefined;
}
interface ArrowField extends Pick<Inner, 'name' | 'nullable'> {
  readonly type: object;
  readonly children: readonly object[];
  readonly metadata: readonly object[];
}

function innerField(
  { name, nullable, shape, id }: Inner,
  prefix: string,
  ids: ReadonlyMap<string, number>,
): ArrowField {
  const own = id === undefined ? [] : [pair('PARQUET:field_id', String(id))];
  const below = (step: string, of: Omit<Inner, 'id'>): ArrowField =>
    innerField({ ...of, id: ids.get(prefix + step) }, `${prefix}${step}.`, ids);
  const group = (type: object, children: readonly object[]): ArrowField => ({
    name,
    type,
    nullable,
    children,
    metadata: own,
  });
  switch (shape.kind) {
    case 'leaf': {
      const { type, extension } = ARROW[shape.type.kind];
      const extended =
        extension === null
          ? []
          : [pair('ARROW:extension:name', extension), pair('ARROW:extension:metadata', '')];
      return { ...group(type, []), metadata: [...own, ...extended] };
    }
    case 'list':
      return group({ name: 'list' }, [
        below('element', { name: 'element', nullable: true, shape: shape.element }),
      ]);
    case 'map': {
      const children = [
        below('key', { name: 'key', nullable: false, shape: shape.key }),
        below('value', { name: 'value', nullable: true, shape: shape.value }),
      ];
      const entries = {
        name: 'key_value',
        type: { name: 'struct' },
        nullable: false,
        children,
        metadata: [],
      };
      return group({ name: 'map', keysSorted: false }, [entries]);
    }
    case 'struct':
      return group(
        { name: 'struct' },
        shape.fields.map(({ number, name: inner, shape: held }) =>
          below(String(number), { name: inner, nullable: true, shape: held }),
        ),
      );
  }
}

function saidType(shape: InnerShape): string {
  switch (shape.kind) {
    case 'leaf':
      return TYPES[shape.type.kind];
    case 'list':
      return `list<${saidType(shape.element)}>`;
    case 'map':
      return `map<${saidType(shape.key)}, ${saidType(shape.value)}>`;
    case 'struct':
      return `struct<${shape.fields.map(({ name, shape: inner }) => `${name}: ${saidType(inner)}`).join(', ')}>`;
  }
}

function pair(key: string, value: string): object {
  return { key, value };
}

/**
 * Parquet, by way of the Arrow schema that writers take: the JSON form of Arrow's integration tests, with Parquet's field ids
 * as metadata. Source: https://arrow.apache.org/docs/format/Integration.html#json-test-data-format,
 * https://arrow.apache.org/docs/cpp/parquet.html#parquet-field-id, https://parquet.apache.org/docs/file-format/types/logicaltypes/
 * A file is never changed: a new schema is for files written from now on, and readers join old and new ones by field id.
 * Files belong in `day=YYYY-MM-DD/` by their day of arrival, named by their batch, so that writing one twice changes nothing.
 * Refusals: none; types that readers do not know (UUID, JSON) are annotations on bytes and text.
 */
import { type Ledger, type LogicalKind } from '#libs/table-model';
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

/** Parquet files. Unsigned 64-bit integers are UINT_64, durations INT64 microseconds. */
export const parquet = defineDocument({
  name: 'parquet',
  title: 'Parquet (Arrow schema)',
  proof: { level: 'tried', on: 'Apache Arrow 21.2 (JavaScript)' },
  limits: { identifierBytes: 255, columns: 10_000 },
  types: TYPES,
  rows: { partition: 'always', cluster: false },
  costs: {
    createTable: cost('T1', 'none', 'There is no key.'),
    createIndex: cost('T0', 'none', 'None is made: files lie in folders by day of arrival.'),
    addColumn: cost('T1', 'none', 'For files written from now on; older ones lack the column and read NULL.'),
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

function fieldOf({ id, name, kind, required, comment }: DocumentField): object {
  const { type, extension } = ARROW[kind];
  const metadata = [
    pair('PARQUET:field_id', String(id)),
    ...(extension === null
      ? []
      : [pair('ARROW:extension:name', extension), pair('ARROW:extension:metadata', '')]),
    ...(comment === null ? [] : [pair('comment', comment)]),
  ];
  return { name, type, nullable: !required, children: [], metadata };
}

function pair(key: string, value: string): object {
  return { key, value };
}

/**
 * ClickHouse 24 and later. Source: https://clickhouse.com/docs/engines/table-engines/mergetree-family/replacingmergetree,
 * .../sql-reference/statements/alter/column, .../sql-reference/data-types
 * One table is partitioned by the day of arrival and sorted by time of the event; rows that came twice vanish when parts are
 * merged, so count with FINAL. Columns are Nullable: NULL tells "the writer had no such field" from zero.
 * Lists are Array, maps Map, messages in them Tuple. These know no NULL: a list that a writer had no field for is empty, and a message
 * that is a single field is JSON, lest one that is not set could not be told from an empty one. Other JSON is String: the JSON type refuses arrays at the root. Labels are LowCardinality, never Enum: an unknown number breaks every SELECT.
 * Refusals: a dot in a name (taken for Nested); a key column can not be changed, ever.
 */
import type { InnerShape, NestedShape, StructField } from '#libs/table-model';
import { cost } from '../cost.js';
import { defineDialect } from '../define-dialect.js';
import { dateTimeCell } from '../microseconds.js';
import { backslashText } from '../text-literals.js';
import { clusterOf, createTableText, type TableParts } from '../words.js';

const MUTATION = cost(
  'T2',
  'none',
  'A mutation: parts are written again in the background, about 0.6 s for a million rows.',
);
/** Sorting keys take no NULL; what stands for it, by column. */
const NULLS: Readonly<Record<string, string>> = { app_id: "''", app_version: "''", platform: "''", seq: '0' };
const LOW_CARDINALITY = 'LowCardinality(String)';

/** ClickHouse. Unsigned 64-bit integers are UInt64, timestamps DateTime64(6, 'UTC'), durations Int64 microseconds. */
export const clickhouse = defineDialect({
  name: 'clickhouse',
  title: 'ClickHouse',
  proof: { level: 'tried', on: 'ClickHouse 26.7' },
  // No limit is documented; a file name on disk holds 255 bytes.
  limits: { identifierBytes: 206, columns: 10_000 },
  types: {
    int32: 'Int32',
    int64: 'Int64',
    uint64: 'UInt64',
    float32: 'Float32',
    float64: 'Float64',
    bool: 'Bool',
    text: 'String',
    bytes: 'String',
    timestamp: "DateTime64(6, 'UTC')",
    duration: 'Int64',
    json: 'String',
    uuid: 'UUID',
  },
  formTypes: { enum: LOW_CARDINALITY, case: LOW_CARDINALITY },
  nullability: (type, nullable) => {
    if (!nullable) return type;
    const [, inner] = /^LowCardinality\((.*)\)$/.exec(type) ?? [];
    return inner === undefined ? `Nullable(${type})` : `LowCardinality(Nullable(${inner}))`;
  },
  hasComments: true,
  addsIfMissing: true,
  enforcesKey: false,
  rows: { partition: 'always', cluster: true },
  costs: {
    createTable: cost(
      'T1',
      'none',
      'Rows that came twice are removed by merges only: read with FINAL where it matters.',
    ),
    createIndex: cost('T0', 'none', 'None is made: the table is partitioned by day of arrival.'),
    addColumn: cost('T1', 'none', 'About 10 ms; replicas follow a little later.'),
    growColumn: MUTATION,
    dropColumn: cost(
      'T2',
      'none',
      'A mutation that removes files: 6 ms for 4 M rows. Refused for key columns.',
    ),
    comment: cost('T1', 'none'),
    createView: cost('T1', 'none'),
  },
  expiry: {
    cost: cost('T2', 'none', 'Parts of days that are over are removed in the background.'),
    sql: (table, ttlDays, quote) =>
      ttlDays === null
        ? `ALTER TABLE ${table} REMOVE TTL`
        : `ALTER TABLE ${table} MODIFY TTL ${ttlText(quote('ingest_time'), ttlDays)}`,
  },
  typeChanges: {
    'int32>int64': MUTATION,
    'int64>text': MUTATION,
    'uint64>text': MUTATION,
    'float32>float64': MUTATION,
  },
  words: {
    createTable: (parts) => {
      const arrived = parts.quote('ingest_time');
      const { ttlDays } = parts.layout;
      const kept =
        ttlDays === undefined ? '' : `\nTTL ${ttlText(arrived, ttlDays)}\nSETTINGS ttl_only_drop_parts = 1`;
      const said = parts.comment === null ? '' : `\nCOMMENT ${parts.comment}`;
      return createTableText(
        parts,
        [],
        `\nENGINE = ReplacingMergeTree(${arrived})\nPARTITION BY toYYYYMMDD(${arrived})\nORDER BY (${sortingKey(parts).join(', ')})${kept}${said}`,
      );
    },
    createIndex: null,
    changeType: ({ table, column, type }) => `ALTER TABLE ${table} MODIFY COLUMN ${column} ${type}`,
    commentTable: (table, comment) => `ALTER TABLE ${table} MODIFY COMMENT ${comment ?? "''"}`,
    commentColumn: ({ table, column, comment }) =>
      `ALTER TABLE ${table} COMMENT COLUMN ${column} ${comment ?? "''"}`,
    inlineComment: (comment) => ` COMMENT ${comment}`,
  },
  nested: {
    holds: withoutInnerTuples,
    list: (element) => `Array(${element})`,
    map: (key, value) => `Map(${key}, ${value})`,
    struct: (fields) => `Tuple(${fields.map((field) => field.join(' ')).join(', ')})`,
    grow: ({ table, column, typeBefore, typeAfter }) => [
      {
        sql: `ALTER TABLE ${table} MODIFY COLUMN ${column} ${typeAfter}`,
        undo: `ALTER TABLE ${table} MODIFY COLUMN ${column} ${typeBefore}`,
      },
    ],
  },
  quoteMark: '`',
  backslashNames: true,
  refusedInNames: /\./gu,
  textLiteral: backslashText,
  bytesLiteral: (hex) => `unhex('${hex}')`,
  nonFiniteLiteral: (value) => (Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'),
  parameters: { timestamp: dateTimeCell },
});

function ttlText(column: string, days: number): string {
  return `toDateTime(${column}) + INTERVAL ${days} DAY`;
}

/** Begins with what the author asked for, and always has the time and the id of the event, by which rows that came twice are one. */
function sortingKey(parts: TableParts): readonly string[] {
  const names = new Set([...clusterOf(parts, []), 'event_time', 'event_id']);
  return [...names].map((name) => {
    const stand = NULLS[name];
    return stand === undefined ? parts.quote(name) : `ifNull(${parts.quote(name)}, ${stand})`;
  });
}

// An Array or a Map may hold Tuples, which are always there; a Tuple in a Tuple, or in a column, may be unset.
function withoutInnerTuples(shape: NestedShape): NestedShape | null {
  return shape.kind === 'struct' ? null : (withJsonFields(shape) as NestedShape);
}

function withJsonFields(shape: InnerShape): InnerShape {
  switch (shape.kind) {
    case 'leaf':
      return shape;
    case 'list':
      return { ...shape, element: withJsonFields(shape.element) };
    case 'map':
      return { ...shape, value: withJsonFields(shape.value) };
    case 'struct':
      return { ...shape, fields: shape.fields.map(heldField) };
  }
}

function heldField(field: StructField): StructField {
  const { number, name, shape } = field;
  const held: InnerShape =
    shape.kind === 'struct' ? { kind: 'leaf', type: { kind: 'json' }, form: 'json' } : withJsonFields(shape);
  // The engine keeps this one for itself inside of a Tuple.
  return { ...field, name: /^null$/i.test(name) ? `${name}__${number}` : name, shape: held };
}

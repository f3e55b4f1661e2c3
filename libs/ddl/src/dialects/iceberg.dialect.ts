/**
 * Apache Iceberg, format version 2: the bodies of the REST catalog's requests. A new table is the body of
 * `POST …/namespaces/{ns}/tables`, a change that of `POST …/tables/{table}`.
 * Source: https://iceberg.apache.org/spec/#schemas, https://github.com/apache/iceberg/blob/main/open-api/rest-catalog-open-api.yaml
 * Field ids come from the ledger and are never used twice, so a renamed column reads the old files. A catalog may assign ids of
 * its own to a new table; they number columns first, then what lies inside of each, as the ledger does. Partitioned by the day of arrival, sorted by the time of the event.
 * Refusals: a dot in a name, which paths into structs use. JSON of no known shape is a string: variant needs format version 3.
 */
import {
  ENVELOPE,
  lastFieldId,
  type InnerShape,
  type Ledger,
  type LogicalKind,
  type StructField,
} from '#libs/table-model';
import { tableCommentText } from '../comment-text.js';
import { cost } from '../cost.js';
import { defineDocument, documentFields, type DocumentField } from '../define-document.js';
import { engineNameOf } from '../define-dialect.js';

const COMMIT = 'one commit to the catalog';
const REFUSED = /\./gu;
const FIRST_PARTITION_ID = 1000;

const TYPES: Readonly<Record<LogicalKind, string>> = {
  int32: 'int',
  int64: 'long',
  uint64: 'decimal(20, 0)',
  float32: 'float',
  float64: 'double',
  bool: 'boolean',
  text: 'string',
  bytes: 'binary',
  timestamp: 'timestamptz',
  duration: 'long',
  json: 'string',
  uuid: 'uuid',
};

/** Apache Iceberg. Unsigned 64-bit integers are decimal(20, 0), durations long microseconds. */
export const iceberg = defineDocument({
  name: 'iceberg',
  title: 'Apache Iceberg',
  proof: { level: 'tried', on: 'PyIceberg 0.12' },
  limits: { identifierBytes: 255, columns: 10_000 },
  types: TYPES,
  rows: { partition: 'always', cluster: true },
  costs: {
    createTable: cost('T1', 'none', 'There is no key that the catalog enforces.'),
    createIndex: cost('T0', 'none', 'None is made: the table is partitioned by day of arrival.'),
    addColumn: cost('T1', COMMIT),
    growColumn: cost('T1', COMMIT),
    dropColumn: cost('T1', COMMIT, 'The values stay in the files until they are written again.'),
    comment: cost('T1', COMMIT),
    createView: cost('T5', 'none'),
  },
  refusedInNames: REFUSED,
  nestedType: saidType,
  document: (before, after) => (before === null ? creation(after) : change(before, after)),
});

function creation(ledger: Ledger): object {
  return {
    name: engineNameOf(REFUSED, ledger.table),
    schema: schemaOf(ledger),
    'partition-spec': {
      'spec-id': 0,
      fields: [
        {
          name: 'ingest_day',
          transform: 'day',
          'source-id': envelopeId('ingest_time'),
          'field-id': FIRST_PARTITION_ID,
        },
      ],
    },
    'write-order': {
      'order-id': 1,
      fields: (ledger.layout?.cluster ?? ['event_time']).map((name) => ({
        transform: 'identity',
        'source-id': envelopeId(name),
        direction: 'asc',
        'null-order': 'nulls-last',
      })),
    },
    properties: { 'format-version': '2', comment: tableCommentText(ledger) },
  };
}

function change(before: Ledger, after: Ledger): object | null {
  const schema = schemaOf(after);
  const updates: object[] = [];
  if (JSON.stringify(schemaOf(before).fields) !== JSON.stringify(schema.fields)) {
    updates.push({ action: 'add-schema', schema }, { action: 'set-current-schema', 'schema-id': -1 });
  }
  if (tableCommentText(before) !== tableCommentText(after)) {
    updates.push({ action: 'set-properties', updates: { comment: tableCommentText(after) } });
  }
  if (updates.length === 0) return null;
  const requirement = {
    type: 'assert-last-assigned-field-id',
    'last-assigned-field-id': lastFieldId(before),
  };
  return { requirements: [requirement], updates };
}

function schemaOf(ledger: Ledger): { readonly type: string; readonly fields: readonly object[] } {
  const fields = documentFields(ledger, (name) => engineNameOf(REFUSED, name));
  return {
    type: 'struct',
    // Comments make a schema of their own, though not a table version: both count, so that no two share an id.
    'schema-id': ledger.schemaVersion + ledger.tableVersion - 2,
    'identifier-field-ids': [envelopeId('event_id')],
    fields: fields.map((field) => ({
      id: field.id,
      name: field.name,
      required: field.required,
      type: typeOf(field),
      ...(field.comment === null ? {} : { doc: field.comment }),
    })),
  } as { readonly type: string; readonly fields: readonly object[] };
}

function typeOf({ kind, inside }: DocumentField): string | object {
  return inside === null ? TYPES[kind] : innerType(inside.shape, '', inside.ids);
}

// Nothing inside is required: files of other writers may lack it.
function innerType(shape: InnerShape, prefix: string, ids: ReadonlyMap<string, number>): string | object {
  const at = (step: string): readonly [id: number | undefined, prefix: string] => [
    ids.get(prefix + step),
    `${prefix}${step}.`,
  ];
  switch (shape.kind) {
    case 'leaf':
      return TYPES[shape.type.kind];
    case 'list': {
      const [id, below] = at('element');
      const element = innerType(shape.element, below, ids);
      return { type: 'list', 'element-id': id, element, 'element-required': false };
    }
    case 'map': {
      const [[keyId, inKey], [valueId, inValue]] = [at('key'), at('value')];
      return {
        type: 'map',
        'key-id': keyId,
        key: innerType(shape.key, inKey, ids),
        'value-id': valueId,
        value: innerType(shape.value, inValue, ids),
        'value-required': false,
      };
    }
    case 'struct':
      return { type: 'struct', fields: shape.fields.map((field) => structField(field, at, ids)) };
  }
}

function structField(
  { number, name, shape }: StructField,
  at: (step: string) => readonly [id: number | undefined, prefix: string],
  ids: ReadonlyMap<string, number>,
): object {
  const [id, below] = at(String(number));
  return { id, name: engineNameOf(REFUSED, name), required: false, type: innerType(shape, below, ids) };
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

function envelopeId(name: string): number {
  return ENVELOPE.findIndex((column) => column.name === name) + 1;
}

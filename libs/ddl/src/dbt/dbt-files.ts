/**
 * What dbt needs to build on event tables: the tables as sources, and for each a staging model under the newest names with an
 * enforced contract. Source: https://docs.getdbt.com/reference/source-properties, .../reference/resource-configs/contract,
 * .../reference/resource-properties/data-tests (`data_tests`: dbt 1.8 and later).
 */
import { RegistryError } from '#libs/errors';
import {
  ENVELOPE,
  EVENT_KEY,
  logicalNameOf,
  markIdentifier,
  type Ledger,
  type LedgerEntry,
} from '#libs/table-model';
import { columnCommentText, tableCommentText } from '../comment-text.js';
import type { Dialect } from '../dialect.js';
import { entryShape } from '../entry-shape.js';
import { liveEntries } from '../limits.js';
import { stagingQuery } from './staging-query.js';
import { jinjaText, yamlMap, yamlText, type YamlValue } from './yaml-text.js';

/** How the files name things. */
export interface DbtOptions {
  /** Name of the source. Default: the subject's, what is no letter, digit or `_` replaced by `_`. */
  readonly source?: string;
  /** Schema or dataset that the tables are in. Default: dbt's own, the source's name. */
  readonly schema?: string;
}

/** A file of a dbt project. */
export interface DbtFile {
  /** Relative to the project, `/` between folders. */
  readonly path: string;
  readonly content: string;
}

/**
 * The files for the tables of one subject: sources, models, and a query for each table, in this order. Always the same for the same
 * ledgers. **Throws** BAD_REQUEST for a dialect without SQL.
 */
export function dbtFiles(
  dialect: Dialect,
  ledgers: readonly Ledger[],
  options: DbtOptions = {},
): readonly DbtFile[] {
  const { words } = dialect;
  if (words === null)
    throw new RegistryError('BAD_REQUEST', { problem: `dbt runs SQL, and ${dialect.title} has none.` });
  const source = options.source ?? (ledgers[0]?.subject ?? 'events').replaceAll(/\W+/g, '_');
  const folder = `models/staging/${source}`;
  const queries = ledgers.map((ledger): DbtFile => {
    const from = `{{ source('${source}', '${plainName(ledger.table)}') }}`;
    return {
      path: `${folder}/${modelName(source, ledger)}.sql`,
      content: stagingQuery(dialect, words, ledger, from),
    };
  });
  return [
    { path: `${folder}/_${source}__sources.yml`, content: sourcesText(dialect, ledgers, source, options) },
    { path: `${folder}/_${source}__models.yml`, content: modelsText(dialect, ledgers, source) },
    ...queries,
  ];
}

function sourcesText(
  dialect: Dialect,
  ledgers: readonly Ledger[],
  source: string,
  options: DbtOptions,
): string {
  const [first] = ledgers;
  const said =
    first === undefined ? null : `Events of subject '${first.subject}', version ${first.schemaVersion}.`;
  const entry = yamlMap([
    ['name', source],
    ['description', said === null ? null : jinjaText(said)],
    ['schema', options.schema === undefined ? null : jinjaText(options.schema)],
    ['loaded_at_field', 'ingest_time'],
    ['quoting', yamlMap([['identifier', true]])],
    ['tables', ledgers.map((ledger) => tableOf(dialect, ledger))],
  ]);
  return `version: 2\n${yamlText(yamlMap([['sources', [entry]]]))}`;
}

function tableOf(dialect: Dialect, ledger: Ledger): YamlValue {
  const name = plainName(ledger.table);
  const identifier = dialect.engineName(ledger.table);
  return yamlMap([
    ['name', name],
    ['identifier', identifier === name ? null : jinjaText(identifier)],
    ['description', jinjaText(tableCommentText(ledger))],
    ['meta', metaOf(ledger)],
    [
      'columns',
      [
        ...envelopeOf(dialect, dialect.enforcesKey),
        ...liveEntries(ledger).map((entry) => physicalColumn(dialect, entry)),
      ],
    ],
  ]);
}

function metaOf({ layout = {} }: Ledger): YamlValue | null {
  const { owner, ttlDays } = layout;
  if (owner === undefined && ttlDays === undefined) return null;
  return yamlMap([
    ['owner', owner === undefined ? null : jinjaText(owner)],
    ['kept_for_days', ttlDays === undefined ? null : String(ttlDays)],
  ]);
}

function modelsText(dialect: Dialect, ledgers: readonly Ledger[], source: string): string {
  const models = ledgers.map((ledger) =>
    yamlMap([
      ['name', modelName(source, ledger)],
      [
        'description',
        jinjaText(`${tableCommentText(ledger)} Under the newest names, one row for each event.`),
      ],
      [
        'config',
        yamlMap([
          ['materialized', 'view'],
          ['contract', yamlMap([['enforced', true]])],
        ]),
      ],
      [
        'columns',
        [...envelopeOf(dialect, true), ...activeOf(ledger).map((entry) => modelColumn(dialect, entry))],
      ],
    ]),
  );
  return `version: 2\n${yamlText(yamlMap([['models', models]]))}`;
}

function activeOf(ledger: Ledger): readonly LedgerEntry[] {
  return ledger.entries.filter(({ state }) => state === 'active');
}

function envelopeOf(dialect: Dialect, isUnique: boolean): readonly YamlValue[] {
  return ENVELOPE.map(({ name, type, nullable, comment }) => {
    const shape = { type, form: null, nullable: true } as const;
    const tests = [...(nullable ? [] : ['not_null']), ...(name === EVENT_KEY && isUnique ? ['unique'] : [])];
    return yamlMap([
      ['name', name],
      ['quote', true],
      ['description', comment],
      ['data_type', nullable ? dialect.columnType(shape) : dialect.type(type)],
      ['data_tests', tests.length === 0 ? null : tests],
    ]);
  });
}

function physicalColumn(dialect: Dialect, entry: LedgerEntry): YamlValue {
  return columnOf(
    dialect,
    entry,
    dialect.engineName(entry.name),
    columnCommentText(entry),
    labelsOf(entry, true),
  );
}

function modelColumn(dialect: Dialect, entry: LedgerEntry): YamlValue {
  const name = dialect.engineName(logicalNameOf(entry));
  return columnOf(dialect, entry, name, entry.comment, labelsOf(entry, false));
}

function columnOf(
  dialect: Dialect,
  entry: LedgerEntry,
  name: string,
  comment: string | null,
  labels: readonly string[],
): YamlValue {
  return yamlMap([
    ['name', jinjaText(name)],
    ['quote', true],
    ['description', comment === null ? null : jinjaText(comment)],
    ['data_type', dialect.columnType(entryShape(dialect, entry))],
    ['meta', entry.sensitivity === undefined ? null : yamlMap([['sensitivity', entry.sensitivity]])],
    ['data_tests', labels.length === 0 ? null : [acceptedValues(labels)]],
  ]);
}

// A number that the enum did not have is kept as its digits, so that a label which is not known is worth a warning and no more.
function acceptedValues(labels: readonly string[]): YamlValue {
  const config = yamlMap([['severity', 'warn']]);
  return yamlMap([
    [
      'accepted_values',
      yamlMap([
        ['values', labels],
        ['config', config],
      ]),
    ],
  ]);
}

/** Labels of a column's enum; with the earlier names of those that rows of earlier versions still have. */
function labelsOf(entry: LedgerEntry, withEarlier: boolean): readonly string[] {
  if (entry.form !== 'enum') return [];
  const labels = (entry.source?.labels ?? []).map(({ name }) => name);
  const earlier = withEarlier && labels.length > 0 ? (entry.relabeled ?? []).map(({ before }) => before) : [];
  return [...new Set([...labels, ...earlier])];
}

function modelName(source: string, ledger: Ledger): string {
  return `stg_${source}__${plainName(ledger.table)}`;
}

/** A name that a file, and a model, may have; another one gets a mark of what it was. */
function plainName(table: string): string {
  const cleaned = table.replaceAll(/\W/g, '_');
  return cleaned === table ? table : markIdentifier(cleaned, table);
}

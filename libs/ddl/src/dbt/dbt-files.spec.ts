import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';
import { loadSchema } from '#libs/descriptors';
import { advanceLedger, buildTable, eventMessages, type Ledger } from '#libs/table-model';
import {
  compileProtos,
  expectGolden,
  messageOf,
  openPostgresEngine,
  openSqliteEngine,
  type FieldSpec,
  type TableEngine,
} from '#libs/testing';
import { DIALECTS, createTable, dialectNamed } from '../index.js';
import { dbtFiles, type DbtFile } from './dbt-files.js';

const CORPUS = 'libs/ddl/corpus';
const cases = readdirSync(CORPUS).sort();
const image = compileProtos(
  Object.fromEntries(
    cases.map((name) => [`${name}.proto`, readFileSync(`${CORPUS}/${name}/schema.proto`, 'utf8')]),
  ),
);
const ledgersOf = (name: string): readonly Ledger[] => {
  const schema = loadSchema(image, { rootFiles: [`${name}.proto`] });
  return eventMessages(schema).map((desc) => advanceLedger(null, name, buildTable(desc), 1).ledger);
};
const textOf = (files: readonly DbtFile[]): string =>
  files.map(({ path, content }) => `# ${path}\n${content}`).join('\n');

interface Columns {
  readonly columns: readonly {
    readonly name: string;
    readonly data_type: string;
    readonly data_tests?: unknown;
  }[];
}
const modelsOf = (files: readonly DbtFile[]): readonly Columns[] =>
  (parse(files[1]!.content) as { models: Columns[] }).models;
const sourceOf = (files: readonly DbtFile[]): { readonly tables: readonly (Columns & { name: string })[] } =>
  (parse(files[0]!.content) as { sources: [{ tables: (Columns & { name: string })[] }] }).sources[0];

const postgres = await openPostgresEngine();
if (postgres === null)
  console.warn('SKIPPED libs/ddl/dbt on PostgreSQL: this machine has no server programs');
const engines: readonly TableEngine[] = [openSqliteEngine(), ...(postgres === null ? [] : [postgres])];
afterAll(() => Promise.all(engines.map((engine) => engine.close())));

describe.each(cases)('dbt files of corpus %s', (name) => {
  it.each(['postgres', 'bigquery'])('for %s', (dialect) => {
    const files = dbtFiles(dialectNamed(dialect), ledgersOf(name), { schema: 'events' });
    expectGolden(name, `${CORPUS}/${name}/dbt-${dialect}.txt`, textOf(files));
  });

  it.each(DIALECTS.filter(({ words }) => words !== null))('are YAML in $name', (dialect) => {
    const files = dbtFiles(dialect, ledgersOf(name));
    for (const { columns } of [...modelsOf(files), ...sourceOf(files).tables])
      expect(columns.every((column) => column.name !== '' && column.data_type !== '')).toBe(true);
  });

  it.each(engines)('keep their contract on $dialect', async (engine) => {
    const dialect = dialectNamed(engine.dialect);
    const ledgers = ledgersOf(name);
    const files = dbtFiles(dialect, ledgers);
    await engine.reset();
    for (const [index, ledger] of ledgers.entries()) {
      for (const { sql } of createTable(dialect, ledger)) await engine.run(sql);
      const query = rendered(files[index + 2]!.content, dialect.quote(ledger.table));
      await engine.run(`CREATE VIEW staged_${index} AS ${query}`);
      const live = await engine.columns(`staged_${index}`);
      const { columns } = modelsOf(files)[index]!;
      expect(columns.map((column) => rendered(column.name))).toEqual(live.map((column) => column.name));
    }
  });
});

/** What Jinja would make of the few expressions that are in the files. */
function rendered(text: string, source = ''): string {
  return text.replace(/\{\{ source\(.*?\) \}\}/, () => source).replaceAll("{{ '{' }}", '{');
}

describe('dbt files', () => {
  const field = (number: number, name: string, kind: FieldSpec['kind']): FieldSpec => ({
    number,
    name,
    kind,
    oneof: null,
  });
  const ledgerOf = (table: string, ...versions: FieldSpec[][]): Ledger =>
    versions.reduce<Ledger | null>(
      (ledger, fields, index) =>
        advanceLedger(ledger, 'shop/orders', buildTable(messageOf(fields), { table }), index + 1).ledger,
      null,
    )!;

  it('name a source by its subject, or as they are told', () => {
    const ledger = ledgerOf('click', [field(1, 'a', 'string')]);
    const paths = dbtFiles(dialectNamed('postgres'), [ledger]).map(({ path }) => path);
    expect(paths).toEqual([
      'models/staging/shop_orders/_shop_orders__sources.yml',
      'models/staging/shop_orders/_shop_orders__models.yml',
      'models/staging/shop_orders/stg_shop_orders__click.sql',
    ]);
    const named = dbtFiles(dialectNamed('postgres'), [ledger], { source: 'shop', schema: 'raw' });
    expect(named[2]!.content).toContain("{{ source('shop', 'click') }}");
    expect(named[0]!.content).toContain('schema: "raw"');
  });

  it('follow a rename in the model, and keep the column in the source', () => {
    const ledger = ledgerOf('click', [field(1, 'before', 'string')], [field(1, 'after', 'string')]);
    const files = dbtFiles(dialectNamed('postgres'), [ledger]);
    expect(sourceOf(files).tables[0]!.columns.at(-1)!.name).toBe('before');
    expect(modelsOf(files)[0]!.columns.at(-1)!.name).toBe('after');
    expect(files[2]!.content).toContain('"before" AS "after"');
  });

  it('leave out of the model what is frozen', () => {
    const ledger = ledgerOf(
      'click',
      [field(1, 'a', 'string'), field(2, 'b', 'string')],
      [field(1, 'a', 'string')],
    );
    const files = dbtFiles(dialectNamed('postgres'), [ledger]);
    expect(sourceOf(files).tables[0]!.columns.map(({ name }) => name)).toContain('b');
    expect(modelsOf(files)[0]!.columns.map(({ name }) => name)).not.toContain('b');
  });

  it('take one of several copies where the key is only noted', () => {
    const ledger = ledgerOf('click', [field(1, '_protokoll_copy', 'string')]);
    for (const dialect of DIALECTS.filter(({ words }) => words !== null)) {
      const { content } = dbtFiles(dialect, [ledger])[2]!;
      expect([dialect.name, content.includes('ROW_NUMBER()')]).toEqual([dialect.name, !dialect.enforcesKey]);
      if (!dialect.enforcesKey) expect(content).toContain('_protokoll_copy_');
      const [model] = modelsOf(dbtFiles(dialect, [ledger]));
      expect(model!.columns[0]!.data_tests).toEqual(['not_null', 'unique']);
      const [table] = sourceOf(dbtFiles(dialect, [ledger])).tables;
      expect(table!.columns[0]!.data_tests).toEqual(
        dialect.enforcesKey ? ['not_null', 'unique'] : ['not_null'],
      );
    }
  });

  it('test the key, and hold no text that Jinja would run', () => {
    const ledger = ledgerOf('{{ x }}', [field(1, 'a', 'string')]);
    const hostile = {
      ...ledger,
      entries: ledger.entries.map((entry) => ({ ...entry, comment: '{{ env_var("SECRET") }} {% raw %}' })),
    };
    const files = dbtFiles(dialectNamed('postgres'), [hostile]);
    expect(files[2]!.path).toMatch(/stg_shop_orders__[\w]+\.sql$/);
    for (const { content } of files) expect(content).not.toMatch(/\{\{ (?!'\{'|source\()|\{%/);
    expect(sourceOf(files).tables[0]!.columns[0]).toMatchObject({
      name: 'event_id',
      data_tests: ['not_null', 'unique'],
    });
  });

  it('are none for documents', () => {
    expect(() => dbtFiles(dialectNamed('parquet'), [])).toThrow('has none');
  });
});

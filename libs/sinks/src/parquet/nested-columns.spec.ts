import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { advanceLedger, buildTable, type InnerShape, type Ledger } from '#libs/table-model';
import { messageFrom } from '#libs/testing';
import { openParquetSink } from '../drivers/parquet.sink.js';
import { batchOf, migrate, rowOf, sourceOf } from '../sink-fixtures.suite.js';
import { nestedElements, storedOf } from './nested-columns.js';

const ledgers = ['string a = 1;', 'string b = 1; double c = 2;'].reduce<readonly Ledger[]>(
  (known, item, index) => {
    const source = `message event { repeated Item list = 1; map<string, uint64> counts = 2; map<int32, Item> items = 3;
      repeated bool flags = 4; } message Item { ${item} repeated bytes raw = 5; google.protobuf.Struct any = 6; }`;
    const model = buildTable(messageFrom(source, 'event'), { table: 'event' });
    return [...known, advanceLedger(known.at(-1) ?? null, 's', model, index + 1).ledger];
  },
  [],
);
const [v1, v2] = ledgers as [Ledger, Ledger];

describe('columns with lists, maps and structs', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nested-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are read by another engine as what they are, whatever version wrote them', async () => {
    const sink = await openParquetSink(folder);
    await migrate(sink, v1);
    const first = { list: '[{"a":"x"},{}]', counts: '{"__proto__":"18446744073709551615"}', items: '{}' };
    await sink.writeRows([batchOf(v1, [rowOf(v1, sourceOf(1), first)])]);
    await migrate(sink, v2);
    const second = {
      list: '[{"b":"y","c":-0.5,"raw":["AP8="],"any":{"k":[1]}}]',
      items: '{"-7":{"b":""}}',
      flags: '[true,false]',
    };
    await sink.writeRows([batchOf(v2, [rowOf(v2, sourceOf(2), second)])]);
    expect(await sink.readRows('event', 9)).toMatchObject([
      { list: [{ b: 'x' }, {}], items: {}, flags: null },
      { ...JSON.parse(`{"list":${second.list},"items":{"-7":{}},"flags":[true,false]}`), counts: null },
    ]);
    // An object as Jest compares it has no own __proto__.
    const [row] = await sink.readRows('event', 9);
    expect(JSON.stringify(row!['counts'])).toBe('{"__proto__":"18446744073709551615"}');
    await sink.close();
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
    const files = `read_parquet('${folder}/event/*/*.parquet', union_by_name = true)`;
    expect(
      await ask(
        `SELECT list[1].a, list[1].c, list[2].a, counts, items[-7].a, flags FROM ${files} ORDER BY seq`,
      ),
    ).toEqual([
      ['x', null, null, [{ key: '__proto__', value: '18446744073709551615' }], null, null],
      ['y', -0.5, null, null, '', [true, false]],
    ]);
    const ids = `SELECT DISTINCT name, field_id FROM parquet_schema('${folder}/event/*/*.parquet')`;
    const named = await ask(`${ids} WHERE field_id IS NOT NULL`);
    // One name for each id, in the files of both versions.
    expect(new Set(named.map(([, id]) => id)).size).toBe(named.length);
    connection.closeSync();
  });
});

describe('nestedElements', () => {
  const leaf: InnerShape = { kind: 'leaf', type: { kind: 'text' }, form: 'text' };

  it('counts its children, and gives each place the id that is known for it', () => {
    const fields = [{ number: 4, name: 'f', keys: ['f'], shape: { kind: 'list', element: leaf } as const }];
    const shape = { kind: 'map', key: leaf, value: { kind: 'struct', fields } } as const;
    const ids = new Map([
      ['key', 2],
      ['value', 3],
      ['value.4', 5],
      ['value.4.element', 6],
    ]);
    const said = nestedElements('m', 1, { shape, ids }).map((it) => [
      it.name,
      it.field_id,
      it.num_children,
      it.repetition_type,
    ]);
    expect(said).toEqual([
      ['m', 1, 1, 'OPTIONAL'],
      ['key_value', undefined, 2, 'REPEATED'],
      ['key', 2, undefined, 'REQUIRED'],
      ['value', 3, 1, 'OPTIONAL'],
      ['f', 5, 1, 'OPTIONAL'],
      ['list', undefined, 1, 'REPEATED'],
      ['element', 6, undefined, 'OPTIONAL'],
    ]);
  });

  it('says single values as text, nothing as null', () => {
    const list = (found: unknown[]): unknown => storedOf({ kind: 'list', element: leaf }, found);
    expect(list([true, false, -0, 7n, 'a', Uint8Array.of(255), null, undefined])).toEqual([
      '1',
      '0',
      '-0',
      '7',
      'a',
      'ff',
      null,
      null,
    ]);
  });
});

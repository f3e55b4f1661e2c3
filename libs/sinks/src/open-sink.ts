import { RegistryError } from '#libs/errors';
import type { TableSink } from './contract.js';
import { openClickhouseSink } from './drivers/clickhouse.sink.js';
import { openDuckdbSink } from './drivers/duckdb.sink.js';
import { openParquetSink } from './drivers/parquet.sink.js';
import { openPostgresSink } from './drivers/postgres.sink.js';

type Open = (url: string) => Promise<TableSink>;

const OPENERS: ReadonlyMap<string, Open> = new Map([
  ['postgres:', (url) => openPostgresSink(url)],
  ['postgresql:', (url) => openPostgresSink(url)],
  ['http:', (url) => openClickhouseSink(url)],
  ['https:', (url) => openClickhouseSink(url)],
  ['duckdb:', (url) => openDuckdbSink(url.slice('duckdb:'.length))],
  ['parquet:', (url) => openParquetSink(url.slice('parquet:'.length))],
]);
/** Schemes that are followed by a path of this machine instead of being a URL. */
const OF_FILES: ReadonlySet<string> = new Set(['duckdb:', 'parquet:']);

/**
 * Opens the sink that a URL names: `postgres://…`, `http://…` or `https://…` of ClickHouse's HTTP interface with `?database=…`,
 * `duckdb:FILE`, `parquet:FOLDER`. `setting` is what the URL was given as. **Throws** BAD_CONFIG, without the URL, since it may hold a password;
 * DRIVER_MISSING, SINK_UNAVAILABLE.
 */
export async function openSink(url: string, setting: string): Promise<TableSink> {
  const scheme = /^[a-z]+:/.exec(url)?.[0] ?? '';
  const open = OPENERS.get(scheme);
  if (open === undefined || (OF_FILES.has(scheme) ? url === scheme : !URL.canParse(url))) {
    const problem = `It has to begin with one of ${[...OPENERS.keys()].join(' ')} and be a URL.`;
    throw new RegistryError('BAD_CONFIG', { name: setting, value: `${scheme}…`, problem });
  }
  return open(url);
}

// Written by npm run gen.
import { bigquery } from './bigquery.dialect.js';
import { clickhouse } from './clickhouse.dialect.js';
import { databricks } from './databricks.dialect.js';
import { duckdb } from './duckdb.dialect.js';
import { iceberg } from './iceberg.dialect.js';
import { mariadb } from './mariadb.dialect.js';
import { parquet } from './parquet.dialect.js';
import { postgres } from './postgres.dialect.js';
import { redshift } from './redshift.dialect.js';
import { snowflake } from './snowflake.dialect.js';
import { sqlite } from './sqlite.dialect.js';

export const DIALECTS = [bigquery, clickhouse, databricks, duckdb, iceberg, mariadb, parquet, postgres, redshift, snowflake, sqlite];

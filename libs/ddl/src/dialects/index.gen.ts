// Written by npm run gen.
import { duckdb } from './duckdb.dialect.js';
import { postgres } from './postgres.dialect.js';
import { sqlite } from './sqlite.dialect.js';

export const DIALECTS = [duckdb, postgres, sqlite];

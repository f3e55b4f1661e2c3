// Written by npm run gen.
import { postgres } from './postgres.dialect.js';
import { sqlite } from './sqlite.dialect.js';

export const DIALECTS = [postgres, sqlite];

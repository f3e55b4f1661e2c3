import { camelCase, isKebab } from './names.mjs';

export const usage = 'dialect <name>            a database, such as exasol';

/** A dialect's file, to be filled with the engine's words. */
export function scaffold([name = '']) {
  if (!isKebab(name)) return { problem: `'${name}' is not a name such as exasol` };
  const path = `libs/ddl/src/dialects/${name}.dialect.ts`;
  return {
    files: [[path, dialectText(name)]],
    next: [
      `${path}: put in the engine's types, limits, locks and refusals, each with its source`,
      'npm run gen                            writes the index and docs/reference/dialects.md',
      `GOLDEN='*' npm run golden -- libs/ddl  writes ${name}.sql beside every corpus case; read each`,
      'npm test -- libs/ddl                   runs the statements where the engine can be had',
    ],
  };
}

function dialectText(name) {
  return `/**
 * TITLE VERSION and later. Source: URL of the engine's reference of CREATE TABLE and ALTER TABLE.
 * Refusals: what the engine can not take, and from which number on.
 */
import { cost } from '../cost.js';
import { defineDialect } from '../define-dialect.js';

/** TITLE. Say what is unusual: how 64-bit unsigned integers, durations and JSON are stored. */
export const ${camelCase(name)} = defineDialect({
  name: '${name}',
  title: 'TITLE',
  proof: { level: 'rendered', on: null },
  limits: { identifierBytes: 63, columns: 1000 },
  types: {
    int32: 'INTEGER',
    int64: 'BIGINT',
    uint64: 'DECIMAL(20,0)',
    float32: 'REAL',
    float64: 'DOUBLE PRECISION',
    bool: 'BOOLEAN',
    text: 'TEXT',
    bytes: 'BLOB',
    timestamp: 'TIMESTAMP',
    duration: 'BIGINT',
    json: 'TEXT',
    uuid: 'TEXT',
  },
  hasComments: false,
  addsIfMissing: false,
  costs: {
    createTable: cost('T1', 'none'),
    createIndex: cost('T1', 'none'),
    addColumn: cost('T1', 'none'),
    dropColumn: cost('T1', 'none'),
    comment: cost('T0', 'none'),
    createView: cost('T1', 'none'),
  },
  bytesLiteral: (hex) => \`X'\${hex}'\`,
  nonFiniteLiteral: (value) => \`CAST('\${value}' AS DOUBLE PRECISION)\`,
  parameters: {},
});
`;
}

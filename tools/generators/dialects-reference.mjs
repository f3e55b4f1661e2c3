import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadTs } from '../load-ts.mjs';

const DOOR = 'libs/ddl/src/index.ts';
const KINDS = 'int64 uint64 float32 float64 bool text bytes timestamp duration json uuid int32'.split(' ');
const COSTS = {
  createTable: 'CREATE TABLE',
  createIndex: 'CREATE INDEX',
  addColumn: 'ADD COLUMN',
  comment: 'COMMENT',
};

/** docs/reference/dialects.md from the dialects in libs/ddl. */
export async function dialectsReference(root) {
  if (!existsSync(join(root, DOOR))) return [];
  const { DIALECTS } = await loadTs(DOOR);
  const titles = DIALECTS.map((dialect) => `${dialect.title} (\`${dialect.name}\`)`);
  const text = `<!-- Written by npm run gen from libs/ddl/src/dialects. -->
# Dialects

What a column becomes in each database, and what a change of a table costs there. The name in brackets is what \`--dialect\` and
\`?dialect=\` take. A new dialect is one file: \`npm run new dialect <name>\`.

## Types

${table(
  ['', ...titles],
  KINDS.map((kind) => [`\`${kind}\``, ...DIALECTS.map((dialect) => code(dialect.type({ kind })))]),
)}

## Limits

${table(
  ['', ...titles],
  [
    ['bytes of a name', ...DIALECTS.map((dialect) => dialect.limits.identifierBytes)],
    ['columns of a table', ...DIALECTS.map((dialect) => dialect.limits.columns)],
    ['comments', ...DIALECTS.map((dialect) => (dialect.hasComments ? 'yes' : 'no'))],
  ],
)}

## Costs

Classes: T0 nothing to do, T1 metadata only, T2 rewrite in the background, T3 rewrite while others wait, T4 a new column beside the old
one, T5 can not be expressed.

${DIALECTS.map(costsOf).join('\n\n')}
`;
  return [['docs/reference/dialects.md', text]];
}

function costsOf(dialect) {
  const rows = Object.entries(COSTS)
    .filter(([kind]) => kind !== 'comment' || dialect.hasComments)
    .map(([kind, title]) => {
      const cost = dialect.costs[kind];
      return [title, cost.class, cost.lock, cost.rewrite ? 'yes' : 'no', cost.note ?? ''];
    });
  return `### ${dialect.title}\n\n${table(['statement', 'class', 'lock', 'rewrites rows', 'note'], rows)}`;
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text) {
  return `\`${text}\``;
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadTs } from '../load-ts.mjs';

const DOOR = 'libs/ddl/src/index.ts';
const KINDS = 'int64 uint64 float32 float64 bool text bytes timestamp duration json uuid int32'.split(' ');
const leaf = (kind, form) => ({ kind: 'leaf', type: { kind }, form });
const struct = {
  kind: 'struct',
  fields: [
    { number: 1, name: 'a', keys: ['a'], shape: leaf('text', 'text') },
    { number: 2, name: 'b', keys: ['b'], shape: { kind: 'list', element: leaf('int64', 'int') } },
  ],
};
const NESTED = [
  ['list of texts', { kind: 'list', element: leaf('text', 'text') }],
  ['map of texts to integers', { kind: 'map', key: leaf('text', 'text'), value: leaf('int64', 'int') }],
  ['list of messages', { kind: 'list', element: struct }],
  ['map of texts to messages', { kind: 'map', key: leaf('text', 'text'), value: struct }],
  ['message kept whole', struct],
];
const COSTS = {
  createTable: 'CREATE TABLE',
  createIndex: 'CREATE INDEX',
  addColumn: 'ADD COLUMN',
  growColumn: 'new field inside of a column',
  dropColumn: 'DROP COLUMN',
  comment: 'COMMENT',
  createView: 'CREATE VIEW',
};
const PROOFS = {
  executed: 'every statement runs in the tests',
  tried: 'the corpus was run by hand',
  rendered: 'rendered only: held by golden files, never run on the engine',
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

## How far they are proven

${table(
  ['dialect', 'proven', 'on'],
  DIALECTS.map(({ title, name, proof }) => [`${title} (\`${name}\`)`, PROOFS[proof.level], proof.on ?? '']),
)}

## Types

${table(
  ['', ...titles],
  KINDS.map((kind) => [`\`${kind}\``, ...DIALECTS.map((dialect) => code(dialect.type({ kind })))]),
)}

## Lists, maps and structs

What lies inside of a repeated field, a map, or a message with \`STRATEGY_STRUCT\`.

${table(
  ['', ...titles],
  NESTED.map(([name, shape]) => [
    name,
    ...DIALECTS.map((dialect) => code(dialect.type({ kind: 'json', shape }))),
  ]),
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
    .filter(([kind]) => kind !== 'createView' || dialect.words !== null)
    .map(([kind, title]) => {
      const cost = dialect.costs[kind];
      return costRow(title, cost);
    });
  const changes = Object.entries(dialect.typeChanges).map(([change, cost]) =>
    costRow(`type: ${change.replace('>', ' to ')}`, cost),
  );
  const head = ['statement', 'class', 'lock', 'rewrites rows', 'others wait', 'note'];
  return `### ${dialect.title}\n\n${table(head, [...rows, ...changes])}`;
}

function costRow(title, cost) {
  const yes = (flag) => (flag ? 'yes' : 'no');
  return [title, cost.class, cost.lock, yes(cost.rewrite), yes(!cost.online), cost.note ?? ''];
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text) {
  return `\`${text}\``;
}

// npm run bench -- tables: what it takes to say tables in SQL: DDL of a message of 1 000 fields, and the plan to its next version, in every dialect.
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FIELDS = 1_000;
const TIMES = 31;
const BAR_MS = 50;
const dist = new URL('../../dist/libs/', import.meta.url);
const { DIALECTS, createTable } = await import(new URL('ddl/src/index.js', dist).href);
const { planTable } = await import(new URL('planner/src/index.js', dist).href);
const { advanceLedger, buildTable } = await import(new URL('table-model/src/index.js', dist).href);

const TYPES = [
  'string',
  'int64',
  'bool',
  'double',
  'bytes',
  'uint64',
  'repeated string',
  'map<string, int32>',
];
const before = messageOf((number) => TYPES[number % TYPES.length], FIELDS);
// One in ten fields is renamed, one in fifty has another type, ten are new.
const after = messageOf(
  (number) => (number % 50 === 0 ? 'bytes' : TYPES[number % TYPES.length]),
  FIELDS + 10,
  (number) => (number % 10 === 0 ? `renamed_${number}` : `field_${number}`),
);
const budget = { columnBudget: 10_000 };
const model = buildTable(before, budget);
const { ledger } = advanceLedger(null, 'bench', model, 1);
const next = advanceLedger(ledger, 'bench', buildTable(after, { ...budget, table: ledger.table }), 2).ledger;

console.log(`a message of ${FIELDS} fields, ${ledger.entries.length} columns; ms CPU, median of ${TIMES}\n`);
report('descriptor to model and ledger', () => advanceLedger(null, 'bench', buildTable(before, budget), 1));
for (const dialect of DIALECTS) {
  report(`${dialect.name}: DDL`, () => createTable(dialect, ledger));
  report(`${dialect.name}: plan`, () => planTable(dialect, ledger, next));
}

function report(what, work) {
  for (let warm = 0; warm < 3; warm += 1) work();
  const figures = Array.from({ length: TIMES }, () => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  }).sort((one, other) => one - other);
  const ms = figures[Math.floor(TIMES / 2)];
  console.log(
    `${what.padEnd(34)} ${ms.toFixed(2).padStart(8)}   bar ${BAR_MS}  ${ms < BAR_MS ? 'ok' : 'OVER'}`,
  );
}

function messageOf(typeOf, count, nameOf = (number) => `field_${number}`) {
  const fields = Array.from(
    { length: count },
    (_, index) => `  ${typeOf(index + 1)} ${nameOf(index + 1)} = ${index + 1};`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'bench-tables-'));
  try {
    writeFileSync(
      join(folder, 'wide.proto'),
      `syntax = "proto3";\npackage bench;\nmessage Wide {\n${fields.join('\n')}\n}\n`,
    );
    const buf = createRequire(import.meta.url).resolve(
      `@bufbuild/buf-${process.platform}-${process.arch}/bin/buf`,
    );
    const image = execFileSync(buf, ['build', '--as-file-descriptor-set', '-o', '-'], { cwd: folder });
    return createFileRegistry(fromBinary(FileDescriptorSetSchema, image)).getMessage('bench.Wide');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

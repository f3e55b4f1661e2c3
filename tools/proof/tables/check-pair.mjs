// One pair of versions on one engine: v1 rows, the plan, rows of both versions, and all of them read back.
import { createRegistry, fromBinary } from '@bufbuild/protobuf';
import { createCodec } from '#libs/codec';
import { dialectNamed } from '#libs/ddl';
import { planTable } from '#libs/planner';
import { ENVELOPE, mapColumns } from '#libs/table-model';
import { expectedRow } from '../../demo/real/expected-row.mjs';
import { seededChance } from '../../demo/chance.mjs';
import { randomMessage } from './random-message.mjs';
import { sameCell } from './same-cell.mjs';
import { withZeros } from './with-zeros.mjs';

const ROWS = 4;
const START_US = Date.UTC(2026, 0, 2) * 1_000;

/**
 * Answers what was written and compared, and the problems found. `pair` has the two versions ({desc, model, registry, version}),
 * their ledgers, and `number`, which no other pair has.
 */
export async function checkPair(engine, pair, seed) {
  const { before, after } = pair;
  const dialect = dialectNamed(engine.dialect);
  const result = { rows: 0, cells: 0, refused: 0, problems: [] };
  const chance = seededChance(seed);
  const sent = [];
  const send = async (version, ledger) => {
    const made = Array.from({ length: ROWS }, (_, index) =>
      makeRow(version, ledger, chance, nextId(pair, sent.length + index)),
    );
    sent.push(...made);
    await write(engine, ledger, version, made, result);
  };
  await engine.applyPlan(planTable(dialect, null, before.ledger), before.ledger);
  await send(before, before.ledger);
  await engine.applyPlan(planTable(dialect, before.ledger, after.ledger), after.ledger);
  const migrated = await engine.columns(after.ledger.table);
  await send(after, after.ledger);
  await send(before, after.ledger);
  await compare(engine, withZeros(after.ledger, before.ledger), sent, result);
  const twin = {
    ...after.ledger,
    table: `${after.ledger.table}_new`,
    subject: `${after.ledger.subject} new`,
  };
  await engine.applyPlan(planTable(dialect, null, twin), twin);
  const created = await engine.columns(twin.table);
  for (const column of migrated.filter((one) => !created.includes(one)))
    result.problems.push(`apply(plan(A, B)) has ${column}, which create(B) has not`);
  for (const column of created.filter((one) => !migrated.includes(one)))
    result.problems.push(`create(B) has ${column}, which apply(plan(A, B)) has not`);
  await engine.forget([after.ledger.table, twin.table]);
  return result;
}

function nextId({ number }, place) {
  const [high, low] = [number, place].map((part) => part.toString(16));
  return `01890a5d-ac96-774b-${high.padStart(4, '0')}-${low.padStart(12, '0')}`;
}

function makeRow({ desc, model, registry, version }, ledger, chance, eventId) {
  const bytes = randomMessage(desc, chance, { nulRate: 0.01 });
  const columns = mapColumns(ledger, model, version);
  const decoded = createCodec(registry, desc).rowDecoder(columns.map(({ column }) => column))(bytes);
  const shape = columns.map(({ name, column }) => ({ name, path: column.path, form: column.form }));
  const expected = expectedRow(desc, fromBinary(desc, bytes), shape, registry);
  return { eventId, decoded, names: columns.map(({ name }) => name), expected };
}

async function write(engine, ledger, { version }, made, result) {
  const envelope = ENVELOPE.map(({ name }) => name);
  const cellsOf = (row, index) => {
    if (!row.decoded.ok) throw new Error(`a message of ours was not decoded: ${row.decoded.message}`);
    const us = START_US + index;
    return [
      row.eventId,
      us,
      us,
      ledger.subject,
      version,
      'ab'.repeat(32),
      null,
      '',
      'web',
      row.eventId,
      index,
      ...row.decoded.value,
    ];
  };
  const rows = made.map((row, index) => ({
    source: {
      eventId: row.eventId,
      ref: { fingerprint: null, id: 1, type: ledger.message },
      ingestTimeMs: START_US / 1_000,
      payload: new Uint8Array(),
      batchId: row.eventId,
      appId: '',
      appVersion: '',
      platform: '',
      createdAtMs: 0,
      seq: index,
    },
    drift: false,
    cells: cellsOf(row, index),
  }));
  const { table, tableVersion, subject } = ledger;
  const of = { subject, version, fingerprint: 'ab'.repeat(32) };
  const columns = [...envelope, ...made[0].names];
  const answer = await engine.writeRows([{ table, tableVersion, version: of, columns, rows }]);
  result.rows += answer.rows;
  for (const { eventId, errorClass, message } of answer.rejected) {
    const row = made.find((one) => one.eventId === eventId);
    row.rejected = true;
    result.refused += 1;
    if (engine.traits.takesNul || !holdsNul(row) || errorClass !== 'UNREPRESENTABLE')
      result.problems.push(`a row was refused: ${errorClass} ${message}`);
  }
  if (answer.rows + answer.rejected.length !== rows.length)
    result.problems.push(`${rows.length} rows, but ${JSON.stringify(answer)}`);
}

function holdsNul({ decoded }) {
  return decoded.value.some(
    (cell) => typeof cell === 'string' && (cell.includes('\0') || cell.includes('\\u0000')),
  );
}

async function compare(engine, ledger, sent, result) {
  const stored = new Map((await engine.readRows(ledger.table, 1_000)).map((row) => [row.event_id, row]));
  for (const { eventId, expected, rejected } of sent) {
    const row = stored.get(eventId);
    if (rejected === true || row === undefined) {
      if (rejected !== true || row !== undefined)
        result.problems.push(`row ${eventId} is not as it was told`);
      continue;
    }
    for (const { name, type, state } of ledger.entries) {
      if (state === 'dropped') continue;
      const wanted = expected.get(name) ?? null;
      result.cells += 1;
      if (!sameCell(type, wanted, row[name] ?? null, engine.traits))
        result.problems.push(`${name} (${type.kind}): ${show(wanted)} came back as ${show(row[name])}`);
    }
  }
}

const show = (value) => (typeof value === 'bigint' ? `${value}` : JSON.stringify(value))?.slice(0, 200);

/** A registry that has what a message made in memory needs. */
export const registryOf = (desc) => createRegistry(desc.file, ...desc.file.dependencies);

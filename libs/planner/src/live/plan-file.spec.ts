import * as fc from 'fast-check';
import { dialectNamed } from '#libs/ddl';
import { dropFrozen, type Ledger } from '#libs/table-model';
import { ledgersOf } from '#libs/testing';
import {
  fingerprintLedger,
  fingerprintLive,
  ledgerBeforeContract,
  makePlanFile,
  parsePlanFile,
  planTable,
  type PlanFile,
} from '../index.js';
import { fingerprintValue } from './fingerprint-value.js';
import { liveOf } from './live-of.suite.js';

const sqlite = dialectNamed('sqlite');
const [first, second] = ledgersOf('1 a int32, 2 b string', '1 a int32, 3 c string') as [Ledger, Ledger];
const contracted = dropFrozen(second, 2);
const file = makePlanFile({
  dialect: 'sqlite',
  subject: 's',
  version: 2,
  tables: [
    {
      plan: planTable(sqlite, first, contracted),
      after: contracted,
      drops: [2],
      registryLedger: fingerprintLedger(second),
      recordedLedger: null,
      live: fingerprintLive(liveOf(sqlite, first)),
    },
  ],
});

/** Keys the other way round, at every depth. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reordered(member)]),
  );
}

describe('parsePlanFile', () => {
  it('reads what was made', () => {
    expect(parsePlanFile(JSON.stringify(file))).toEqual(file);
  });

  it('does not mind another layout of the same', () => {
    expect(parsePlanFile(JSON.stringify(reordered(file), null, 8))).toEqual(file);
  });

  it.each([
    ['no JSON', 'x', 'it is not JSON'],
    ['a list', '[]', 'it is not an object'],
    ['null', 'null', 'it is not an object'],
    ['something else', '{}', 'its format is none'],
    ['a later layout', '{"format":"protokoll-plan/2"}', "its format is 'protokoll-plan/2'"],
    ['other SQL', JSON.stringify(file).replace('ADD COLUMN', 'DROP COLUMN'), 'it was altered'],
    ['no fingerprint', JSON.stringify({ ...file, fingerprint: undefined }), 'it was altered'],
  ])('refuses %s', (_name, text, problem) => {
    expect(() => parsePlanFile(text)).toThrow(problem);
    expect(() => parsePlanFile(text)).toThrow(expect.objectContaining({ code: 'PLAN_FILE_INVALID' }));
  });

  const [table] = file.tables;
  it.each([
    ['tables', { ...file, tables: 1 }],
    ['tables', { ...file, tables: [1] }],
    ['dialect', { ...file, dialect: undefined }],
    ['plan', { ...file, tables: [{ ...table, plan: null }] }],
    ['notes', { ...file, tables: [{ ...table, plan: { ...table!.plan, notes: null } }] }],
    ['statements', { ...file, tables: [{ ...table, plan: { ...table!.plan, statements: null } }] }],
    ['sql', { ...file, tables: [{ ...table, plan: { ...table!.plan, statements: [{}] } }] }],
    ['after', { ...file, tables: [{ ...table, after: [] }] }],
    ['drops', { ...file, tables: [{ ...table, drops: {} }] }],
    ['recordedLedger', { ...file, tables: [{ ...table, recordedLedger: 1 }] }],
    ['entries', { ...file, tables: [{ ...table, after: { ...table!.after, entries: {} } }] }],
    [
      'type',
      {
        ...file,
        tables: [{ ...table, after: { ...table!.after, entries: [{ name: '', state: '', columnId: 1 }] } }],
      },
    ],
    ['another table', { ...file, tables: [{ ...table, after: { ...table!.after, table: 'x' } }] }],
  ])('refuses a file without proper %s that has a fingerprint of its own', (name, content) => {
    const { fingerprint: _, ...rest } = content;
    const text = JSON.stringify({ ...rest, fingerprint: fingerprintValue(rest) });
    expect(() => parsePlanFile(text)).toThrow(name);
    expect(() => parsePlanFile(text)).toThrow(expect.objectContaining({ code: 'PLAN_FILE_INVALID' }));
  });
});

describe('fingerprints', () => {
  it('are those of the value, not of its text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(fingerprintValue(reordered(value))).toBe(fingerprintValue(value));
        expect(fingerprintValue(JSON.parse(JSON.stringify(value)))).toBe(fingerprintValue(value));
      }),
    );
  });

  it('tell tables, none and ledgers apart', () => {
    const live = liveOf(sqlite, first);
    const all = [null, live, { ...live, key: [] }, { ...live, columns: live.columns.toReversed() }];
    expect(new Set(all.map(fingerprintLive)).size).toBe(all.length);
    expect(fingerprintLedger(first)).not.toBe(fingerprintLedger(second));
    expect(file.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it('change with anything that the file says', () => {
    const { fingerprint: _, ...content } = file;
    const other: PlanFile = makePlanFile({ ...content, version: 3 });
    expect(other.fingerprint).not.toBe(file.fingerprint);
  });
});

describe('ledgerBeforeContract', () => {
  it('still has what the plan will drop', () => {
    expect(ledgerBeforeContract(file.tables[0]!)).toEqual(second);
  });

  it('is the ledger itself when nothing is dropped', () => {
    const table = { ...file.tables[0]!, drops: [] };
    expect(ledgerBeforeContract(table)).toBe(contracted);
  });
});

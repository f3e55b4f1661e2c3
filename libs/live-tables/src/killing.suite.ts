import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlanFile } from '#libs/planner';
import type { Ledger } from '#libs/table-model';
import { exitOf, ledgersOf, linesOf, spawnTypeScript } from '#libs/testing';
import { apply, planTo } from './applying.suite.js';
import { outlookOf, stepsOf, type LiveDatabase } from './index.js';
import type { Place } from './place.suite.js';

const CHILD = new URL('../test/child.ts', import.meta.url);
const CHILD_TIMEOUT_MS = 60_000;
const PROOF_TIMEOUT_MS = 600_000;
const isProof = process.env['PROOF'] === 'live';
const [first, second] = ledgersOf(
  '1 a int32, 2 b string',
  '1 a int32, 3 c timestamp, 4 d uint64, 5 e bool',
) as [Ledger, Ledger];

/** Where a process is ended: inside of a statement, what it did being there and not written down, or after it. */
export type Killed = readonly ['inside' | 'after', number | 'the last'];

/** The places that every run of the tests tries; `npm run proof:live` tries all there are. */
const SOME: readonly Killed[] = [
  ['inside', 1],
  ['inside', 3],
  ['after', 2],
  ['inside', 'the last'],
];

/** What every database has to stand when processes that apply a plan are killed. */
export function killingSuite(place: () => Place, killed: readonly Killed[] = SOME): void {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plan-file-'));
  });
  afterEach(() => place().reset());
  afterAll(() => rmSync(folder, { recursive: true }));

  const columnsOf = async (database: LiveDatabase): Promise<readonly string[]> =>
    ((await database.describe('event'))?.columns ?? []).map(({ name }) => name).slice(11);

  describe('a process that is killed', () => {
    const start = (file: PlanFile, when: string, at: number): ReturnType<typeof spawnTypeScript> => {
      const path = join(folder, 'plan.json');
      writeFileSync(path, JSON.stringify(file));
      return spawnTypeScript(CHILD, { args: [place().url, path, when, String(at)] });
    };

    /** A plan for a table that is there; the database is closed again, since some engines let only one process in. */
    const planned = async (): Promise<PlanFile> => {
      const database = await place().open();
      await apply(database, await planTo(database, first));
      const file = await planTo(database, second, { dropBefore: 2 });
      await place().release();
      return file;
    };

    const survives = async (when: Killed[0], which: Killed[1]): Promise<void> => {
      const file = await planned();
      const count = stepsOf(file).length;
      const at = which === 'the last' ? count : which;
      const child = start(file, when, at);
      expect(await exitOf(child)).toBeNull();
      expect(child.signalCode).toBe('SIGKILL');
      const done = when === 'inside' ? at - 1 : at;
      const database = await place().open({ leaseMs: 1 });
      expect(await outlookOf(database, file, true)).toMatchObject({ before: done, held: 0 });
      const result = { ran: count - done, before: done, held: 0, drift: [] };
      expect(await apply(database, file, true)).toEqual(result);
      expect(await columnsOf(database)).toEqual(['a', 'c', 'd', 'e']);
      expect(await apply(database, file, true)).toMatchObject({ ran: 0, before: count });
    };

    it.each(killed)(
      '%s statement %s is followed by one that goes on',
      (when, which) => survives(when, which),
      CHILD_TIMEOUT_MS,
    );

    if (isProof)
      it(
        'inside of or after any statement is followed by one that goes on',
        async () => {
          const count = stepsOf(await planned()).length;
          for (let at = 1; at <= count; at += 1)
            for (const when of ['inside', 'after'] as const) {
              await place().reset();
              await survives(when, at);
            }
        },
        PROOF_TIMEOUT_MS,
      );

    if (killed !== SOME && !isProof) return;
    it(
      'may be one of several at once: each statement runs once',
      async () => {
        const file = await planned();
        const children = [start(file, 'never', 0), start(file, 'never', 0), start(file, 'after', 1)];
        const said = await Promise.all(
          children.map(async (child) => {
            for await (const line of linesOf(child)) return line;
            return 'killed';
          }),
        );
        await Promise.all(children.map(exitOf));
        expect(said).toHaveLength(3);
        const database = await place().open({ leaseMs: 1 });
        expect(await apply(database, file, true)).toMatchObject({
          ran: 0,
          before: stepsOf(file).length,
          drift: [],
        });
        const rows = await database.query(
          "SELECT count(*) AS noted FROM protokoll_migration WHERE plan = $1 AND state = 'done'",
          [file.fingerprint],
        );
        expect(Number(rows[0]!['noted'])).toBe(stepsOf(file).length);
      },
      CHILD_TIMEOUT_MS,
    );
  });
}

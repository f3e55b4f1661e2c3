import * as fc from 'fast-check';
import { insertAround } from './insert-around.js';

class Refusal extends Error {}
const isRefusal = (error: unknown): boolean => error instanceof Refusal;

/** Takes a part unless a bad row is in it. */
function engine(bad: ReadonlySet<number>) {
  const taken: number[] = [];
  const refused: number[] = [];
  let tries = 0;
  const insert = async (part: readonly number[]): Promise<number> => {
    tries += 1;
    if (part.some((row) => bad.has(row))) throw new Refusal();
    taken.push(...part);
    return part.length;
  };
  const run = (rows: readonly number[]): Promise<number> =>
    insertAround(rows, insert, (row) => refused.push(row), isRefusal);
  return { taken, refused, run, tries: () => tries };
}

describe('insertAround', () => {
  it('takes exactly the good rows, in order, whatever the bad ones are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(200)), fc.uniqueArray(fc.nat(200)), async (rows, bad) => {
        const { taken, refused, run } = engine(new Set(bad));
        expect(await run(rows)).toBe(taken.length);
        expect(taken).toEqual(rows.filter((row) => !bad.includes(row)));
        expect(refused).toEqual(rows.filter((row) => bad.includes(row)));
      }),
      { seed: 20_260_201, numRuns: 100 },
    );
  });

  it('tries once without bad rows, and few times with one', async () => {
    const rows = Array.from({ length: 4_096 }, (_, row) => row);
    const good = engine(new Set());
    await good.run(rows);
    expect(good.tries()).toBe(1);
    const one = engine(new Set([1_234]));
    await one.run(rows);
    expect(one.tries()).toBe(25);
  });

  it('asks nothing of the engine without rows', async () => {
    const none = engine(new Set());
    expect(await none.run([])).toBe(0);
    expect(none.tries()).toBe(0);
  });

  it('passes on what is no refusal, and stops', async () => {
    const failing = insertAround([1, 2], () => Promise.reject(new Error('gone')), fail, isRefusal);
    await expect(failing).rejects.toThrow('gone');
  });
});

function fail(): void {
  throw new Error('nothing was to be refused');
}

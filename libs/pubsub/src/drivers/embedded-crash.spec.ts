import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitOf, linesOf, spawnTypeScript } from '#libs/testing';
import { message, textsOf } from '../pubsub.suite.js';
import { openEmbeddedLog } from './embedded.driver.js';

const CHILD = new URL('../../test/child.ts', import.meta.url);
const TIMEOUT_MS = 60_000;
const ALL = { maxMessages: 100_000, maxBytes: 1_000_000_000, waitMs: 0 };

describe('processes that die', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'protokoll-crash-'));
  });

  afterEach(() => rm(directory, { recursive: true }));

  const start = (what: string, argument = 0, maxFileBytes?: number): ReturnType<typeof spawnTypeScript> =>
    spawnTypeScript(CHILD, {
      args: [directory, what, String(argument)],
      ...(maxFileBytes === undefined ? {} : { maxFileBytes }),
    });

  /** Runs a child until it has said `count` lines, kills it at once, and gives all that it said. */
  const killAfter = async (child: ReturnType<typeof start>, count: number): Promise<string[]> => {
    const said: string[] = [];
    for await (const line of linesOf(child)) {
      said.push(line);
      if (said.length === count) child.kill('SIGKILL');
    }
    await exitOf(child);
    return said;
  };

  const numbersIn = async (): Promise<number[]> => {
    const log = await openEmbeddedLog({ directory });
    const got = await (await log.subscribe('events', 'reader')).pull(ALL);
    await log.close();
    return textsOf(got).map((text) => Number(text.split(':')[0]));
  };

  it(
    'lose no message that was acknowledged',
    async () => {
      const acknowledged: number[] = [];
      for (let round = 0; round < 6; round += 1) {
        const first = round * 1_000_000;
        const said = await killAfter(start('publish', first), 1 + round * 150);
        acknowledged.push(...said.map(Number));
      }
      const kept = await numbersIn();
      expect(acknowledged.length).toBeGreaterThan(2_000);
      expect(new Set(kept).size).toBe(kept.length);
      const missing = new Set(acknowledged);
      for (const number of kept) missing.delete(number);
      expect([...missing]).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'take no acknowledgement with them',
    async () => {
      const log = await openEmbeddedLog({ directory });
      await log.publish(
        'events',
        Array.from({ length: 3_000 }, (_, index) => message(`${index}:`)),
      );
      await log.close();
      const acked = new Set<number>();
      const taken = new Set<number>();
      for (let round = 0; round < 4; round += 1) {
        const said = await killAfter(start('consume'), 400 + round * 11);
        const numbers = (verb: string): number[] =>
          said.filter((line) => line.startsWith(verb)).map((line) => Number(line.slice(verb.length)));
        // What was acknowledged in a life before never comes again.
        expect(numbers('took ').filter((number) => acked.has(number))).toEqual([]);
        for (const number of numbers('acked ')) acked.add(number);
        for (const number of numbers('took ')) taken.add(number);
      }
      const again = await openEmbeddedLog({ directory });
      const rest = await (await again.subscribe('events', 'worker')).pull(ALL);
      await again.close();
      for (const text of textsOf(rest)) taken.add(Number(text.split(':')[0]));
      expect(acked.size).toBeGreaterThan(500);
      expect(
        Array.from({ length: 3_000 }, (_, number) => number).filter((number) => !taken.has(number)),
      ).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'are counted, when it is a message that kills them',
    async () => {
      const log = await openEmbeddedLog({ directory });
      await log.publish('events', [message('poison'), message('b'), message('c')]);
      await log.close();
      const said: string[] = [];
      for (let life = 1; life <= 3; life += 1) {
        const child = start('die');
        for await (const line of linesOf(child)) said.push(line);
        // Its pipes close a moment before it is gone.
        await exitOf(child);
      }
      expect(said).toEqual(['1,1', '2,2', '3,3']);
      const after = await openEmbeddedLog({ directory });
      const got = await (await after.subscribe('events', 'worker')).pull(ALL);
      expect(got.map(({ deliveryCount }) => deliveryCount)).toEqual([4, 4, 1]);
      await after.close();
    },
    TIMEOUT_MS,
  );

  it(
    'hold their folder against others while they live, and not after',
    async () => {
      const child = start('hold');
      for await (const line of linesOf(child)) {
        expect(line).toBe('open');
        break;
      }
      await expect(openEmbeddedLog({ directory })).rejects.toMatchObject({
        code: 'LOG_LOCKED',
        message: expect.stringContaining(`process ${child.pid}`),
      });
      child.kill('SIGKILL');
      await exitOf(child);
      await (await openEmbeddedLog({ directory })).close();
    },
    TIMEOUT_MS,
  );

  it(
    'and a full disk: what was acknowledged is kept, the rest refused, and the log goes on',
    async () => {
      const child = start('fill', 0, 256 * 1024);
      const said: string[] = [];
      for await (const line of linesOf(child)) said.push(line);
      expect(said.slice(-3)).toEqual(['failed LOG_UNWRITABLE', 'small fits', 'closed']);
      const acknowledged = said.slice(0, -3).map(Number);
      expect(acknowledged.length).toBeGreaterThan(100);
      const kept = await numbersIn();
      expect(kept.slice(0, acknowledged.length)).toEqual(acknowledged);
      expect(kept).toHaveLength(acknowledged.length + 1);
      expect(readdirSync(join(directory, 'events')).filter((name) => name.endsWith('.log'))).toHaveLength(1);
    },
    TIMEOUT_MS,
  );
});

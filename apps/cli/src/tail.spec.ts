import { startCannedRegistry, type CannedRegistry } from './testing/canned-registry.js';
import { runCommand, type CommandResult } from './testing/run-command.js';

const RECENT = 'GET /api/v1/events/recent?limit=';
const DEAD = 'GET /api/v1/events/dead?limit=';
const row = (id: number): object => ({ table: 't', row: { id } });
const letter = (id: number): object => ({ id, reason: 'TRUNCATED' });

describe('events tail --follow', () => {
  let registry: CannedRegistry;

  afterEach(() => registry.close());

  /** Follows until as many lines as wanted are there, then stops as Ctrl-C does. */
  async function follow(lines: number, ...more: string[]): Promise<CommandResult> {
    const stop = new AbortController();
    return runCommand(['events', 'tail', '--follow', '--limit', '2', ...more], {
      cwd: '.',
      env: { PROTOKOLL_REGISTRY: registry.url },
      signal: stop.signal,
      onOutput: (output) => {
        if (output.split('\n').length > lines) stop.abort();
      },
    });
  }

  it('prints rows as they come, and ends well when it is stopped', async () => {
    registry = await startCannedRegistry([
      { request: `${RECENT}2`, status: 200, body: { events: [row(1), row(2)], next: 'c2' } },
      { request: `${RECENT}1000&after=c2`, status: 200, body: { events: [row(3)], next: 'c3' } },
      { request: `${RECENT}1000&after=c3`, status: 200, body: { events: [row(4)], next: 'c4' } },
    ]);
    const result = await follow(4);
    expect(result).toEqual({
      exitCode: 0,
      stdout: [1, 2, 3, 4].map((id) => `t  {"id":${id}}\n`).join(''),
      stderr: '',
    });
  });

  it('keeps its cursor when nothing came', async () => {
    registry = await startCannedRegistry([
      { request: `${RECENT}2`, status: 200, body: { events: [], next: null } },
      { request: `${RECENT}1000`, status: 200, body: { events: [row(1)], next: 'c1' } },
    ]);
    expect((await follow(2)).stdout).toBe('t  {"id":1}\n');
  });

  it('prints each dead letter once, oldest first', async () => {
    registry = await startCannedRegistry([
      { request: `${DEAD}2`, status: 200, body: { events: [letter(2), letter(1)], next: '1' } },
      {
        request: `${DEAD}1000`,
        status: 200,
        body: { events: [letter(3), letter(2), letter(1)], next: null },
      },
    ]);
    const ids = [...(await follow(3, '--dead')).stdout.matchAll(/"id":(\d)/g)].map((match) => match[1]);
    expect(ids).toEqual(['1', '2', '3']);
  });

  it('waits for a registry that went away, and says so once', async () => {
    registry = await startCannedRegistry([
      { request: `${RECENT}2`, status: 200, body: { events: [row(1)], next: 'c' } },
      { request: `${RECENT}1000&after=c`, status: 502, body: 'bad gateway' },
      { request: `${RECENT}1000&after=c`, status: 502, body: 'bad gateway' },
      { request: `${RECENT}1000&after=c`, status: 200, body: { events: [row(2)], next: 'd' } },
    ]);
    const { stdout, stderr, exitCode } = await follow(3);
    expect([stdout, exitCode]).toEqual(['t  {"id":1}\nt  {"id":2}\n', 0]);
    expect(stderr.match(/Waiting for it/g)).toHaveLength(1);
  });

  it('ends when the registry refuses', async () => {
    const body = { code: 'BAD_CURSOR', detail: 'Start without a cursor.' };
    registry = await startCannedRegistry([
      { request: `${RECENT}2`, status: 200, body: { events: [row(1)], next: 'c' } },
      { request: `${RECENT}1000&after=c`, status: 400, body },
    ]);
    expect(await follow(9)).toMatchObject({ exitCode: 2, stderr: 'protokoll: Start without a cursor.\n' });
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { fromBinary } from '@bufbuild/protobuf';
import { StringValueSchema } from '@bufbuild/protobuf/wkt';
import { ScriptedEventApi } from './event-api.suite.js';
import { EventSender, eventType, uuidText, type SendProblem, type SenderOptions } from './index.js';

const TYPE = eventType(StringValueSchema, { id: 7 });
const OTHER = eventType(StringValueSchema, { fingerprint: 'ab'.repeat(16) });

let api: ScriptedEventApi;
let senders: EventSender[];
let problems: SendProblem[];

beforeEach(async () => {
  api = await ScriptedEventApi.start();
  senders = [];
  problems = [];
});

afterEach(async () => {
  await Promise.all(senders.map((sender) => sender.close()));
  await api.stop();
});

function open(options: Partial<SenderOptions> = {}): EventSender {
  const sender = new EventSender({
    url: api.url,
    source: { appId: 'news' },
    flushIntervalMs: 20,
    closeTimeoutMs: 300,
    backoff: { firstMs: 2, maxMs: 10 },
    onError: (problem) => problems.push(problem),
    ...options,
  });
  senders.push(sender);
  return sender;
}

const received = (): string[] =>
  api.seen.flatMap(({ batch }) =>
    batch.events.map(({ payload }) => fromBinary(StringValueSchema, payload).value),
  );
const sizes = (): number[] => api.seen.map(({ batch }) => batch.events.length);
const sendAll = (sender: EventSender, count: number, from = 0): void => {
  for (let index = from; index < from + count; index += 1) sender.send(TYPE, { value: String(index) });
};

describe('EventSender', () => {
  it('gathers events for a while, in order, with each schema once', async () => {
    const sender = open();
    sender.send(TYPE, { value: 'a' }, { sessionKey: 's', createdAtMs: 5 });
    sender.send(OTHER, { value: 'b' });
    sender.send(TYPE, { value: 'c' });
    expect(sender.pending).toBe(3);
    while (sender.pending > 0) await sleep(5);
    const [batch] = api.seen.map((seen) => seen.batch);
    expect(received()).toEqual(['a', 'b', 'c']);
    expect(batch?.schemas).toHaveLength(2);
    expect(batch?.events.map(({ schemaIndex, seq }) => [schemaIndex, seq])).toEqual([
      [0, 1],
      [1, 2],
      [0, 3],
    ]);
    expect(batch?.events[0]).toMatchObject({ createdAtMs: 5n, sessionKey: Uint8Array.of(0x73) });
  });

  it('sends a full batch without waiting', async () => {
    const sender = open({ maxBatchEvents: 10, flushIntervalMs: 60_000 });
    sendAll(sender, 10);
    for (let waited = 0; sender.pending > 0 && waited < 5_000; waited += 5) await sleep(5);
    expect(sizes()).toEqual([10]);
  });

  it('keeps to the bytes of a batch', async () => {
    const sender = open({ maxBatchBytes: 1_000 });
    for (let index = 0; index < 6; index += 1) sender.send(TYPE, { value: 'x'.repeat(300) });
    await sender.flush();
    expect(sizes()).toEqual([2, 2, 2]);
    expect(sender.send(TYPE, { value: 'x'.repeat(1_000) })).toBe(false);
    expect(problems).toMatchObject([
      { reason: 'TOO_LARGE', events: [{ type: 'google.protobuf.StringValue' }] },
    ]);
  });

  it('flushes all that waits at once', async () => {
    const sender = open({ maxBatchEvents: 4, flushIntervalMs: 60_000 });
    sendAll(sender, 10);
    await sender.flush();
    expect(sizes()).toEqual([4, 4, 2]);
    await sender.flush();
    sendAll(sender, 1, 10);
    await sender.flush();
    expect(received()).toHaveLength(11);
  });

  it('tries again with the same ids when the answer is lost or the server is busy', async () => {
    const sender = open();
    api.answerWith({ hangUp: true }, { status: 503 }, { status: 429, headers: { 'retry-after': '0' } });
    sendAll(sender, 2);
    await sender.flush();
    expect(sizes()).toEqual([2, 2, 2, 2]);
    const ids = api.seen.map(({ batch }) =>
      [batch.batchId, ...batch.events.map(({ eventId }) => eventId)].map(uuidText).join(),
    );
    expect(new Set(ids).size).toBe(1);
    expect(problems).toEqual([]);
  });

  it('keeps the order over attempts', async () => {
    const sender = open({ maxBatchEvents: 2 });
    api.answerWith({ status: 500 }, { status: 500 });
    sendAll(sender, 6);
    await sender.flush();
    expect([...new Set(received())]).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  it('waits as long as the server asks', async () => {
    const sender = open();
    api.answerWith({ status: 429, headers: { 'retry-after': '0.2' } });
    const started = performance.now();
    sendAll(sender, 1);
    await sender.flush();
    expect(performance.now() - started).toBeGreaterThan(190);
  });

  it('tells of each event that the server rejects', async () => {
    const sender = open();
    api.answerWith({ rejected: [1] });
    sendAll(sender, 3);
    await sender.flush();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ reason: 'REJECTED', message: 'TOO_LARGE: no' });
    const [lost] = problems[0]?.events ?? [];
    expect(lost?.eventId).toBe(uuidText(api.seen[0]?.batch.events[1]?.eventId ?? new Uint8Array()));
    expect(fromBinary(StringValueSchema, lost?.payload ?? new Uint8Array()).value).toBe('1');
  });

  it('tells of what is refused, and goes on with the next', async () => {
    const sender = open({ maxBatchEvents: 2 });
    api.answerWith({ status: 401, body: '{"detail":"no such key"}' });
    sendAll(sender, 4);
    await sender.flush();
    expect(problems).toMatchObject([{ reason: 'REFUSED', message: expect.stringContaining('no such key') }]);
    expect(problems[0]?.events).toHaveLength(2);
    expect(received().slice(2)).toEqual(['2', '3']);
  });

  it('halves what is too large for the server, down to the one that is', async () => {
    const sender = open();
    api.answerWith({ status: 413 }, { status: 413 }, { status: 413 });
    sendAll(sender, 4);
    await sender.flush();
    expect(sizes()).toEqual([4, 2, 1, 1, 2]);
    expect(problems).toMatchObject([{ reason: 'REFUSED', events: [{}] }]);
    expect(received().slice(-3)).toEqual(['1', '2', '3']);
  });

  it('gives up after the time that it was given, and says so', async () => {
    const sender = open({ giveUpAfterMs: 30 });
    api.answerWith(...Array.from({ length: 50 }, () => ({ status: 503 })));
    sendAll(sender, 2);
    await sender.flush();
    expect(problems).toMatchObject([{ reason: 'GAVE_UP', events: [{}, {}] }]);
  });

  it('refuses what the queue does not hold, and says so', async () => {
    const sender = open({ maxQueueEvents: 3, flushIntervalMs: 60_000 });
    sendAll(sender, 3);
    expect(sender.send(TYPE, { value: 'more' })).toBe(false);
    expect(problems).toMatchObject([{ reason: 'QUEUE_FULL', events: [{}] }]);
    await sender.flush();
    expect(sender.send(TYPE, { value: 'more' })).toBe(true);
  });

  it('sends what waits when it is closed, and nothing after', async () => {
    const sender = open({ flushIntervalMs: 60_000 });
    sendAll(sender, 3);
    await Promise.all([sender.close(), sender.close()]);
    expect(received()).toHaveLength(3);
    expect(sender.send(TYPE, { value: 'late' })).toBe(false);
    expect(problems).toMatchObject([{ reason: 'CLOSED', events: [{}] }]);
  });

  it('closes in time although nobody answers, and tells of what is left', async () => {
    const sender = open({ maxBatchEvents: 2, closeTimeoutMs: 50 });
    api.answerWith({ silent: true });
    sendAll(sender, 5);
    const started = performance.now();
    await sender.close();
    expect(performance.now() - started).toBeLessThan(5_000);
    const lost = problems.flatMap(({ events }) => events).length;
    expect(problems.every(({ reason }) => reason === 'CLOSED')).toBe(true);
    expect(lost).toBe(5);
  });

  it('loses nothing in a storm: every event is received or told of', async () => {
    const sender = open({ maxBatchEvents: 7, flushIntervalMs: 1, backoff: { firstMs: 1, maxMs: 2 } });
    const kinds = [
      { status: 503 },
      { hangUp: true },
      {},
      { status: 413 },
      { rejected: [0] },
      {},
      { status: 400 },
    ];
    api.answerWith(...Array.from({ length: 60 }, (_, index) => kinds[(index * 5) % kinds.length] ?? {}));
    for (let index = 0; index < 300; index += 1) {
      sendAll(sender, 1, index);
      if (index % 40 === 0) await sleep(2);
    }
    await sender.flush();
    const told = problems.flatMap(({ events }) =>
      events.map(({ payload }) => fromBinary(StringValueSchema, payload).value),
    );
    expect(new Set([...received(), ...told]).size).toBe(300);
    expect(told.length).toBeGreaterThan(0);
  });

  it('warns when nobody listens to its problems, and survives a listener that fails', async () => {
    const warnings: string[] = [];
    const { emitWarning } = process;
    process.emitWarning = (warning: string | Error): void => void warnings.push(String(warning));
    const { onError: _, ...silent } = {
      onError: null,
      url: api.url,
      source: { appId: 'news' },
      maxQueueEvents: 0,
    };
    const sender = new EventSender(silent);
    expect(sender.send(TYPE, { value: 'a' })).toBe(false);
    const failing = open({
      maxQueueEvents: 0,
      onError: () => {
        throw new Error('listener');
      },
    });
    expect(failing.send(TYPE, { value: 'a' })).toBe(false);
    process.emitWarning = emitWarning;
    expect(warnings.join('\n')).toMatch(/QUEUE_FULL[^]*listener/);
  });

  it('throws for what can only be a mistake in the program', () => {
    expect(() => open({ url: 'not a url' })).toThrow('Invalid URL');
    const sender = open();
    expect(() => sender.sendBytes({ id: 0, type: 'a.B' }, new Uint8Array())).toThrow(TypeError);
    expect(() => sender.send(TYPE, {}, { createdAtMs: Number.NaN })).toThrow(TypeError);
    expect(sender.pending).toBe(0);
  });
});

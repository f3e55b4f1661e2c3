import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Consumer, DeliveredMessage, PubSub } from '../contract.js';
import { message, textsOf } from '../pubsub.suite.js';
import { openEmbeddedLog } from './embedded.driver.js';

/** What a log with one group has to do, told without files. */
class Model {
  readonly published: string[] = [];
  readonly acked = new Set<number>();
  /** Delivered in this life, not acknowledged. */
  readonly held = new Map<number, DeliveredMessage>();
  readonly deliveries = new Map<number, number>();
  next = 0;

  /** Closing forgets what was delivered, and acknowledgements behind the first gap. */
  reopen(): void {
    let committed = 0;
    while (this.acked.has(committed)) committed += 1;
    for (const offset of this.acked) if (offset > committed) this.acked.delete(offset);
    this.held.clear();
    this.next = committed;
  }
}

type Step =
  | { readonly do: 'publish'; readonly sizes: readonly number[] }
  | { readonly do: 'pull'; readonly maxMessages: number; readonly maxBytes: number }
  | { readonly do: 'ack'; readonly every: number; readonly from: number }
  | { readonly do: 'reopen' };

const STEPS = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('publish' as const),
        sizes: fc.array(fc.nat(400), { maxLength: 6 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('pull' as const),
        maxMessages: fc.integer({ min: 1, max: 9 }),
        maxBytes: fc.nat(2_000),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('ack' as const),
        every: fc.integer({ min: 1, max: 3 }),
        from: fc.nat(3),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('reopen' as const) }) },
  ),
  { maxLength: 40 },
);

class Run {
  private readonly model = new Model();
  private log!: PubSub;
  private consumer!: Consumer;

  constructor(private readonly directory: string) {}

  async open(): Promise<void> {
    this.log = await openEmbeddedLog({ directory: this.directory, segmentBytes: 700 });
    this.consumer = await this.log.subscribe('events', 'worker');
  }

  close(): Promise<void> {
    return this.log.close();
  }

  async step(step: Step): Promise<void> {
    switch (step.do) {
      case 'publish':
        return this.publish(step.sizes);
      case 'pull':
        return this.pull(step.maxMessages, step.maxBytes);
      case 'ack':
        return this.ack(step.every, step.from);
      case 'reopen':
        await this.log.close();
        this.model.reopen();
        return this.open();
    }
  }

  /** Takes and acknowledges all that is left; everything published was then delivered. */
  async finish(): Promise<void> {
    await this.step({ do: 'reopen' });
    while (this.model.next < this.model.published.length) await this.pull(1_000, 1_000_000);
    await this.ack(1, 0);
    expect(await this.log.depth('events', 'worker')).toMatchObject({ pendingMessages: 0, pendingBytes: 0 });
    expect(this.model.deliveries.size).toBe(this.model.published.length);
  }

  private async publish(sizes: readonly number[]): Promise<void> {
    const texts = sizes.map((size, index) => `${this.model.published.length + index}:${'x'.repeat(size)}`);
    await this.log.publish(
      'events',
      texts.map((text) => message(text)),
    );
    this.model.published.push(...texts);
    await this.checkDepth();
  }

  private async pull(maxMessages: number, maxBytes: number): Promise<void> {
    const { model } = this;
    const got = await this.consumer.pull({ maxMessages, maxBytes, waitMs: 0 });
    const expected = model.published.slice(model.next, model.next + got.length);
    expect(textsOf(got)).toEqual(expected);
    if (got.length === 0) expect(model.next).toBe(model.published.length);
    expect(got.length).toBeLessThanOrEqual(maxMessages);
    if (got.length > 1) expect(expected.join('').length).toBeLessThanOrEqual(maxBytes);
    for (const one of got) {
      const offset = Number(one.offset);
      model.deliveries.set(offset, (model.deliveries.get(offset) ?? 0) + 1);
      expect(one.deliveryCount).toBe(model.deliveries.get(offset));
      model.held.set(offset, one);
    }
    model.next += got.length;
  }

  private async ack(every: number, from: number): Promise<void> {
    const chosen = [...this.model.held].filter((_, index) => index >= from && index % every === 0);
    await this.consumer.ack(chosen.map(([, one]) => one));
    for (const [offset] of chosen) {
      this.model.acked.add(offset);
      this.model.held.delete(offset);
    }
    await this.checkDepth();
  }

  private async checkDepth(): Promise<void> {
    const { published, next, held } = this.model;
    const { pendingMessages } = await this.log.depth('events', 'worker');
    expect(pendingMessages).toBe(published.length - next + held.size);
  }
}

it('behaves as the model, over any steps', async () => {
  await fc.assert(
    fc.asyncProperty(STEPS, async (steps) => {
      const directory = await mkdtemp(join(tmpdir(), 'protokoll-model-'));
      const run = new Run(directory);
      await run.open();
      try {
        for (const step of steps) await run.step(step);
        await run.finish();
      } finally {
        await run.close();
        await rm(directory, { recursive: true });
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

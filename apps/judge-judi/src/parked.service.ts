import type { Logger } from '@nestjs/common';
import type { EventSink, ParkedEvent, ParkedGroup } from '#libs/sinks';
import { pause } from './backoff.js';
import type { Court } from './court.service.js';
import { expire, type Arrival } from './judge.js';
import { refName, type Resolution, type Resolver } from './resolver.js';

/** Events that are judged again in one transaction. */
const CHUNK = 500;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 60_000;

/** When a group is tried again. */
interface Turn {
  dueMs: number;
  delayMs: number;
}

/** Judges parked events again: when something changed in the registry, and from time to time, ever less often. */
export class ParkedRetrier {
  private readonly stopping = new AbortController();
  private readonly turns = new Map<string, Turn>();
  private sleep = new AbortController();
  private soon: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly resolver: Resolver,
    private readonly court: Court,
    private readonly sink: EventSink,
    private readonly logger: Logger,
    private readonly options: { readonly parkLimitMs: number },
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Something changed: tries every group again at once. */
  nudge(): void {
    this.turns.clear();
    this.sleep.abort();
  }

  /** Events were parked: looks for new groups soon, once for however many are parked until then. */
  expect(): void {
    this.soon ??= setTimeout(() => {
      this.soon = null;
      this.sleep.abort();
    }, FIRST_RETRY_MS);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.sleep.abort();
    if (this.soon !== null) clearTimeout(this.soon);
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      // Made anew before looking, so that what is said while looking is not slept through.
      this.sleep = new AbortController();
      if (signal.aborted) return;
      try {
        await pause(await this.retryDue(), this.sleep.signal);
      } catch (error) {
        if (signal.aborted) return;
        this.logger.error(`parked events wait on: ${error instanceof Error ? error.message : String(error)}`);
        await pause(FIRST_RETRY_MS, signal);
      }
    }
  }

  /** Tries the groups whose turn it is; answers how long until the next. */
  private async retryDue(): Promise<number> {
    const groups = await this.sink.parkedGroups();
    const names = new Set(groups.map(({ ref }) => refName(ref)));
    for (const name of this.turns.keys()) if (!names.has(name)) this.turns.delete(name);
    let nextMs = Date.now() + LAST_RETRY_MS;
    for (const group of groups) {
      if (this.stopping.signal.aborted) break;
      const turn = this.turnOf(group);
      if (turn.dueMs <= Date.now()) {
        await this.retry(group);
        turn.dueMs = Date.now() + turn.delayMs;
        turn.delayMs = Math.min(turn.delayMs * 2, LAST_RETRY_MS);
      }
      nextMs = Math.min(nextMs, turn.dueMs);
    }
    return Math.max(0, nextMs - Date.now());
  }

  private turnOf({ ref }: ParkedGroup): Turn {
    const name = refName(ref);
    let turn = this.turns.get(name);
    if (turn === undefined) {
      turn = { dueMs: 0, delayMs: FIRST_RETRY_MS };
      this.turns.set(name, turn);
    }
    return turn;
  }

  private async retry(group: ParkedGroup): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const resolution = await this.resolver.resolve(group.ref);
      const left =
        resolution.kind === 'waiting' ? await this.expireSome(group, resolution) : await this.release(group);
      if (left < CHUNK) return;
    }
  }

  /** Judges the longest waiting events; answers how many wait no more. */
  private async release(group: ParkedGroup): Promise<number> {
    const events = await this.sink.parkedEvents(group.ref, { limit: CHUNK });
    if (events.length === 0) return 0;
    const judgements = await this.court.judgeAll(events.map(arrivalOf));
    const { parked } = await this.court.write(judgements, { ...NOTHING_NEW, unparked: idsOf(events) });
    if (parked < events.length) {
      const what = group.ref.type.slice(0, 200);
      this.logger.log(`${events.length - parked} parked events of '${what}' were released`);
    }
    return events.length - parked;
  }

  /** Makes dead letters of what waited too long; answers how many. */
  private async expireSome(
    group: ParkedGroup,
    resolution: Resolution & { readonly kind: 'waiting' },
  ): Promise<number> {
    const beforeMs = Date.now() - this.options.parkLimitMs;
    if (group.oldestMs >= beforeMs) return 0;
    const events = await this.sink.parkedEvents(group.ref, { limit: CHUNK, beforeMs });
    if (events.length === 0) return 0;
    const judgements = events.map((event) => expire(arrivalOf(event), resolution));
    await this.court.write(judgements, { ...NOTHING_NEW, unparked: idsOf(events) });
    this.logger.warn(`${events.length} parked events waited too long: ${resolution.message}`);
    return events.length;
  }
}

const NOTHING_NEW = { accepted: 0, deliveries: [] } as const;

function arrivalOf({ source, parkedAtMs }: ParkedEvent): Arrival {
  return { source, deliveryCount: 1, waitsSinceMs: parkedAtMs };
}

function idsOf(events: readonly ParkedEvent[]): string[] {
  return events.map(({ source }) => source.eventId);
}

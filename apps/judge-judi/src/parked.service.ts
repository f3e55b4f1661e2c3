import type { Logger } from '@nestjs/common';
import type { EventSink, ParkedEvent, ParkedGroup } from '#libs/sinks';
import { Attempts } from './attempts.js';
import { pause } from './backoff.js';
import type { Court } from './court.service.js';
import { MAX_ATTEMPTS_ALONE, expire, quarantine, type Arrival } from './judge.js';
import { refName, type Resolution, type Resolver } from './resolver.js';

/** Events that are judged again in one transaction. */
const CHUNK = 500;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 60_000;

/** Lives of the process in which a group may be tried together before its events are tried alone. */
const MAX_ATTEMPTS_TOGETHER = 3;

/** When a group is tried again. */
interface Turn {
  dueMs: number;
  delayMs: number;
}

/** Judges parked events again: when something changed in the registry, and from time to time, ever less often. */
export class ParkedRetrier {
  private readonly stopping = new AbortController();
  private readonly turns = new Map<string, Turn>();
  private readonly attempts: Attempts;
  private sleep = new AbortController();
  private soon: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly resolver: Resolver,
    private readonly court: Court,
    private readonly sink: EventSink,
    private readonly logger: Logger,
    private readonly options: { readonly parkLimitMs: number },
  ) {
    this.attempts = new Attempts(sink);
  }

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
    const name = `parked/${refName(group.ref)}`;
    const isSuspect = (await this.attempts.begin(name)) > MAX_ATTEMPTS_TOGETHER;
    const parked = isSuspect ? await this.releaseAlone(events) : await this.releaseTogether(events);
    await this.court.write([], { ...NOTHING_NEW, unparked: [], deliveries: [name] });
    this.attempts.end([name]);
    const released = events.length - parked;
    if (released > 0)
      this.logger.log(`${released} parked events of '${group.ref.type.slice(0, 200)}' were released`);
    return released;
  }

  /** Answers how many have to wait on. */
  private async releaseTogether(events: readonly ParkedEvent[]): Promise<number> {
    const judgements = await this.court.judgeAll(events.map(arrivalOf));
    const { parked } = await this.court.write(judgements, { ...NOTHING_NEW, unparked: idsOf(events) });
    return parked;
  }

  /** One of them may be what ends the process each time; the worker does the same with batches. */
  private async releaseAlone(events: readonly ParkedEvent[]): Promise<number> {
    let waiting = 0;
    for (const event of events) {
      const name = `parked/${event.source.eventId}`;
      const arrival = arrivalOf(event);
      const isCulprit = (await this.attempts.begin(name)) > MAX_ATTEMPTS_ALONE;
      const judgements = isCulprit ? [quarantine(arrival)] : await this.court.judgeAll([arrival]);
      const facts = { ...NOTHING_NEW, unparked: idsOf([event]), deliveries: [name] };
      waiting += (await this.court.write(judgements, facts)).parked;
      this.attempts.end([name]);
    }
    return waiting;
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

const NOTHING_NEW = { accepted: 0, deliveries: [] as readonly string[] };

function arrivalOf({ source, parkedAtMs }: ParkedEvent): Arrival {
  return { source, deliveryCount: 1, waitsSinceMs: parkedAtMs };
}

function idsOf(events: readonly ParkedEvent[]): string[] {
  return events.map(({ source }) => source.eventId);
}

import { isRegistryError } from '#libs/errors';
import { refusedLookup, type NotFound, type Refusal } from './lookup.js';
import { isOutage } from './registry-api.js';
import { RetryLater } from './retry-later.js';

const UNKNOWN_FIRST_MS = 1_000;
const UNKNOWN_LAST_MS = 60_000;
const UNREACHABLE_FIRST_MS = 250;
const UNREACHABLE_LAST_MS = 10_000;
const MAX_UNKNOWN = 10_000;
/** The registry is one thing: when it does not answer for one schema, it does not for others. */
const REGISTRY = 'registry';

/** What asking the registry came to. `isCurrent`: no change was noted meanwhile that the answer may be older than. */
export type Answer<T> =
  | { readonly status: 'answered'; readonly value: T; readonly isCurrent: boolean }
  | { readonly status: 'refused'; readonly refusal: Refusal; readonly isCurrent: boolean }
  | { readonly status: 'unreachable'; readonly lookup: NotFound };

/** Asks the registry no more often than makes sense: not again for what it just refused, nor for anything while it is away. */
export class Inquiries {
  private readonly refused = new RetryLater<Refusal>(UNKNOWN_FIRST_MS, UNKNOWN_LAST_MS, MAX_UNKNOWN);
  private readonly outage = new RetryLater<string>(UNREACHABLE_FIRST_MS, UNREACHABLE_LAST_MS, 1);
  private changesNoted = 0;

  /** `now` is the clock, in milliseconds. */
  constructor(private readonly now: () => number) {}

  /** What a key was refused with, while it is not to be asked for again; null when it may be. */
  waiting(key: string): NotFound | null {
    const refused = this.refused.waiting(key, this.now());
    return refused === null ? null : refusedLookup(refused.outcome, refused.untilMs);
  }

  /** From now on the key is refused for a while. */
  refuse(key: string, refusal: Refusal): NotFound {
    const { outcome, untilMs } = this.refused.fail(key, this.now(), refusal);
    return refusedLookup(outcome, untilMs);
  }

  /** The same for an answer; one that may be older than a change is told once and not kept. */
  refuseAnswer(key: string, answer: { readonly refusal: Refusal; readonly isCurrent: boolean }): NotFound {
    return answer.isCurrent ? this.refuse(key, answer.refusal) : refusedLookup(answer.refusal, this.now());
  }

  /** Sends a question unless the registry is away. Never throws. */
  async ask<T>(send: () => Promise<T>): Promise<Answer<T>> {
    const down = this.outage.waiting(REGISTRY, this.now());
    if (down !== null) return unreachable(down.outcome, down.untilMs);
    const { changesNoted } = this;
    try {
      const value = await send();
      return { status: 'answered', value, isCurrent: changesNoted === this.changesNoted };
    } catch (error) {
      const isCurrent = changesNoted === this.changesNoted;
      if (isRegistryError(error, 'SCHEMA_NOT_FOUND') || isRegistryError(error, 'MESSAGE_NOT_FOUND'))
        return { status: 'refused', refusal: { status: 'unknown' }, isCurrent };
      const problem = messageOf(error);
      if (!isOutage(error)) return { status: 'refused', refusal: { status: 'invalid', problem }, isCurrent };
      const { untilMs } = this.outage.fail(REGISTRY, this.now(), problem);
      return unreachable(problem, untilMs);
    }
  }

  /** The key may be asked for again. */
  forget(key: string): void {
    this.refused.forget(key);
  }

  /** The registry answered something. */
  reached(): void {
    this.outage.forget(REGISTRY);
  }

  /** Something changed: answers under way may be older, and the keys that it may concern may be asked for again. */
  noteChange(concerns: (key: string) => boolean): void {
    this.changesNoted += 1;
    this.refused.forgetWhere(concerns);
  }
}

/** What went wrong, in words. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function unreachable(problem: string, retryAtMs: number): Answer<never> {
  return { status: 'unreachable', lookup: { status: 'unreachable', problem, retryAtMs } };
}

import type { ChangeRow } from './entities/change.entity.js';
import { Lru } from './lru.js';
import type { ChangeWatch } from './services/change-watch.service.js';

/** What an answer tells of: a change of it makes the answer old, and so does a change of settings. */
export type About = 'everything' | AboutOne;

/** One schema, or one subject. */
export interface AboutOne {
  /** Null: what any version of the schema is, the answer is the same. */
  readonly fingerprint: string | null;
  /** Qualified name; null: of whatever subject. */
  readonly subject: string | null;
}

/** An answer and what it is about. */
export interface Made<V> {
  readonly value: V;
  readonly about: About;
}

/** Kinds of changes that are about a version, and make no answer old that does not tell of it. */
const ABOUT_VERSIONS: ReadonlySet<string> = new Set(['version.created', 'version.state', 'version.deleted']);
/** Kinds of changes that no kept answer tells of. */
const ELSEWHERE: ReadonlySet<string> = new Set([
  'label.moved',
  'label.removed',
  'draft.stored',
  'draft.removed',
]);
/** Bytes that an entry takes beside its value and its key. */
const OVERHEAD_BYTES = 400;

/** Changed things that are remembered apart; past that, everything is forgotten. */
const MAX_CHANGED = 10_000;

/** Finished answers, kept until what they tell changes, here or in another replica. Bounded by bytes. */
export class KeptAnswers<V> {
  private readonly answers: Lru<string, Kept<V>>;
  /** Fingerprints and subjects' names, and when they last changed; neither can be taken for the other. */
  private readonly changed = new Map<string, number>();
  private clock = 0;

  /** `weigh` answers bytes. */
  constructor(
    private readonly watch: ChangeWatch,
    maxBytes: number,
    private readonly weigh: (value: V) => number,
  ) {
    this.answers = new Lru(maxBytes, ({ weight }) => weight);
    watch.listen((changes) => this.note(changes));
  }

  /** The answer, when it may be given without asking the database. */
  peek(key: string): V | undefined {
    return this.watch.isFresh() ? this.current(key)?.value : undefined;
  }

  /**
   * The kept answer, or one made now. What `make` throws is not kept. `since` is where the watch was before anything that the answer
   * depends on was read; default: now.
   */
  async get(key: string, make: () => Promise<Made<V>>, since?: number): Promise<V> {
    if (!this.watch.isFresh()) await this.watch.look();
    const kept = this.current(key);
    if (kept !== undefined) return kept.value;
    const position = since ?? this.watch.position;
    const made = await make();
    // What was told or committed meanwhile may be newer than what was read.
    if (position === this.watch.position) {
      const weight = this.weigh(made.value) + 2 * key.length + OVERHEAD_BYTES;
      this.answers.set(key, { ...made, weight, madeAt: this.clock });
    }
    return made.value;
  }

  private current(key: string): Kept<V> | undefined {
    const kept = this.answers.get(key);
    if (kept === undefined || this.changed.size === 0) return kept;
    if (kept.about === 'everything') return kept.madeAt < this.clock ? undefined : kept;
    const { fingerprint, subject } = kept.about;
    const changedAt = Math.max(
      (fingerprint === null ? undefined : this.changed.get(fingerprint)) ?? 0,
      (subject === null ? undefined : this.changed.get(`/${subject}`)) ?? 0,
    );
    return changedAt > kept.madeAt ? undefined : kept;
  }

  private note(changes: readonly ChangeRow[] | null): void {
    const heard = changes?.filter(({ kind }) => !ELSEWHERE.has(kind)) ?? null;
    if (heard === null || heard.some(({ kind }) => !ABOUT_VERSIONS.has(kind))) return this.forget();
    this.clock += 1;
    for (const { fingerprint, subject } of heard) {
      this.changed.set(fingerprint, this.clock);
      this.changed.set(`/${subject}`, this.clock);
    }
    if (this.changed.size > MAX_CHANGED) this.forget();
  }

  private forget(): void {
    this.answers.clear();
    this.changed.clear();
  }
}

interface Kept<V> extends Made<V> {
  readonly weight: number;
  readonly madeAt: number;
}

import type { ChangeRow } from '../entities/change.entity.js';
import type { ChangesRepository } from '../repositories/changes.repository.js';

/** What the watch tells: the changes since it last told, or null when there were too many to name. */
export type ChangeListener = (changes: readonly ChangeRow[] | null) => void;

/** Longest that another replica's change may go unseen by an answer that is kept, in milliseconds. */
export const MAX_STALE_MS = 20;

/** Changes that are looked at one by one; when there are more, everything is forgotten. */
const MAX_NAMED = 500;

/**
 * Looks at the change feed for those who keep answers in memory. Nobody asks the database when nobody reads: a reader asks, at most
 * once in {@link MAX_STALE_MS} and once for all who wait. What this process commits is looked at before the next answer.
 */
export class ChangeWatch {
  private readonly listeners = new Set<ChangeListener>();
  private head: number | null = null;
  private freshUntilMs = -Infinity;
  private commits = 0;
  private told = 0;
  private looking: { readonly commits: number; readonly done: Promise<void> } | null = null;

  constructor(
    private readonly changes: ChangesRepository,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Grows with everything that could make an answer old; who keeps one compares it before and after making it. */
  get position(): number {
    return this.told + this.commits;
  }

  /** True when what the listeners were told is recent enough to answer from memory. */
  isFresh(): boolean {
    return this.now() < this.freshUntilMs;
  }

  /** Called with every change from now on, before an answer that it makes old could be given. */
  listen(listener: ChangeListener): void {
    this.listeners.add(listener);
  }

  /** This process has committed something. */
  noteCommit(): void {
    this.commits += 1;
    this.freshUntilMs = -Infinity;
  }

  /** Resolves once the listeners know everything that was committed before the call. */
  look(): Promise<void> {
    // A look that began before this process's last commit may have missed it.
    if (this.looking?.commits === this.commits) return this.looking.done;
    const started = { commits: this.commits, done: this.ask(this.commits, this.now()) };
    this.looking = started;
    const end = (): void => {
      if (this.looking === started) this.looking = null;
    };
    started.done.then(end, end);
    return started.done;
  }

  private async ask(commits: number, startedMs: number): Promise<void> {
    const rows = this.head === null ? null : await this.changes.after(this.head, MAX_NAMED);
    if (rows === null || rows.length === MAX_NAMED) {
      this.head = await this.changes.head();
      this.tell(null);
    } else if (rows.length > 0) {
      this.head = Math.max(this.head ?? 0, rows.at(-1)!.id);
      this.tell(rows);
    }
    if (commits === this.commits) this.freshUntilMs = startedMs + MAX_STALE_MS;
  }

  private tell(changes: readonly ChangeRow[] | null): void {
    this.told += 1;
    for (const listener of this.listeners) listener(changes);
  }
}

/** What became of one item of a group. */
export type Outcome<Result> =
  { readonly ok: true; readonly value: Result } | { readonly ok: false; readonly error: unknown };

/** What is committed together, and how. */
export interface GroupOptions<Item, Result> {
  /**
   * One transaction: outcomes in the items' order, of which those that are not ok have left nothing. When it rejects, nothing of any item is
   * stored.
   */
  readonly run: (items: readonly Item[]) => Promise<readonly Outcome<Result>[]>;
  /** Items of the same key are in different groups, in their order. */
  readonly keyOf: (item: Item) => string;
  readonly weigh: (item: Item) => number;
  /** True for an item that must be in a group of its own. */
  readonly isAlone: (item: Item) => boolean;
  /** Whether one item may have made the whole group fail; if not, all items fail at once. */
  readonly mayBeOfOne: (error: unknown) => boolean;
  /** Most items of a group. Default: 64. */
  readonly maxItems?: number;
  /** Most weight of a group of more than one item. Default: no limit. */
  readonly maxWeight?: number;
}

const DEFAULT_MAX_ITEMS = 64;
/** Items that are looked at for a group, so that very many of one key cost no more. */
const LOOKED_AT = 4;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commits what waits at the same time together: while a group is being committed, the next one gathers. Nobody waits for a group to fill
 * up. A group that fails is tried in halves, so that one bad item fails alone.
 */
export class GroupCommit<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private isRunning = false;

  constructor(private readonly options: GroupOptions<Item, Result>) {}

  /** How many items are in no group yet. */
  get waitingItems(): number {
    return this.waiting.length;
  }

  /** Resolves after the commit. */
  submit(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.isRunning) return;
      this.isRunning = true;
      // What arrives in the same turn of the loop is in the first group.
      setImmediate(() => void this.drain());
    });
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) await this.commit(this.nextGroup());
    this.isRunning = false;
  }

  /** The oldest item, and those after it that fit. */
  private nextGroup(): Waiting<Item, Result>[] {
    const { keyOf, weigh, isAlone, maxItems = DEFAULT_MAX_ITEMS, maxWeight = Infinity } = this.options;
    const group: Waiting<Item, Result>[] = [];
    const left: Waiting<Item, Result>[] = [];
    const keys = new Set<string>();
    let weight = 0;
    const looked = this.waiting.slice(0, maxItems * LOOKED_AT);
    for (const one of looked) {
      const key = keyOf(one.item);
      const grown = weight + weigh(one.item);
      const fits = group.length < maxItems && grown <= maxWeight && !keys.has(key) && !isAlone(one.item);
      if (group.length > 0 && (!fits || isAlone(group[0]!.item))) left.push(one);
      else {
        group.push(one);
        weight = grown;
      }
      // Also of one that is left: what comes after it must not overtake it.
      keys.add(key);
    }
    this.waiting = [...left, ...this.waiting.slice(looked.length)];
    return group;
  }

  private async commit(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const outcomes = await this.options.run(group.map(({ item }) => item));
      for (const [index, { resolve, reject }] of group.entries()) {
        const outcome = outcomes[index]!;
        if (outcome.ok) resolve(outcome.value);
        else reject(outcome.error);
      }
    } catch (error) {
      if (group.length === 1 || !this.options.mayBeOfOne(error))
        for (const { reject } of group) reject(error);
      else {
        const half = Math.ceil(group.length / 2);
        await this.commit(group.slice(0, half));
        await this.commit(group.slice(half));
      }
    }
  }
}

/** Something that comes after others. */
export interface Dependent {
  readonly key: string;
  /** Keys of what comes before it; those that nobody has do not count. */
  readonly after: readonly string[];
}

/** An order, and what has none. */
export interface DependencyOrder {
  /** Places in the given list, each after all that it depends on; what is in a cycle is left out. */
  readonly order: readonly number[];
  /** Places of those that depend on themselves by way of each other, one list a cycle. */
  readonly cycles: readonly (readonly number[])[];
}

/**
 * Puts dependents after what they depend on, and else leaves the order as it is. Linear; the depth of the dependencies does not matter.
 * Of several with one key the first counts.
 */
export function dependencyOrder(items: readonly Dependent[]): DependencyOrder {
  const places = new Map<string, number>();
  items.forEach(({ key }, place) => {
    if (!places.has(key)) places.set(key, place);
  });
  const walk = new Walk(items, places);
  items.forEach((_item, place) => walk.visit(place));
  const cyclic = new Set(walk.cycles.flat());
  return { order: walk.order.filter((place) => !cyclic.has(place)), cycles: walk.cycles };
}

/** A step of the walk: an item and which of its dependencies is next. */
interface Step {
  readonly place: number;
  next: number;
}

class Walk {
  readonly order: number[] = [];
  readonly cycles: number[][] = [];
  private readonly state = new Map<number, 'open' | 'done'>();

  constructor(
    private readonly items: readonly Dependent[],
    private readonly places: ReadonlyMap<string, number>,
  ) {}

  /** With a stack of its own: a chain may be longer than the engine's. */
  visit(start: number): void {
    if (this.state.has(start)) return;
    const path: Step[] = [this.open(start)];
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const key = this.items[step.place]?.after[step.next];
      if (key === undefined) {
        path.pop();
        this.state.set(step.place, 'done');
        this.order.push(step.place);
        continue;
      }
      step.next += 1;
      const target = this.places.get(key);
      if (target === undefined) continue;
      const state = this.state.get(target);
      if (state === 'open') this.cycles.push(cycleOf(path, target));
      else if (state === undefined) path.push(this.open(target));
    }
  }

  private open(place: number): Step {
    this.state.set(place, 'open');
    return { place, next: 0 };
  }
}

function cycleOf(path: readonly Step[], target: number): number[] {
  const start = path.findIndex(({ place }) => place === target);
  return path.slice(start).map(({ place }) => place);
}

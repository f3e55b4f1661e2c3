import type { IntRows } from './int-rows.js';

/**
 * The order in which versions are told: as they come, but each after its subject's earlier ones and what it refers to. `places` has subject
 * and number of each version, a subject's versions together and ascending; `references` has subject and number of who refers and of whom.
 * Answers rows of `places`. What is held are numbers, and texts only for those that refer or are referred to.
 */
export function* exportOrder(places: IntRows, references: IntRows): Generator<number> {
  const targets = targetsOf(places, references);
  const seen = new Uint8Array(places.size);
  for (let start = 0; start < places.size; start += 1) {
    if (seen[start] === 1) continue;
    seen[start] = 1;
    // With a stack of its own: a chain may be longer than the engine's.
    const path = [{ place: start, before: beforeOf(places, targets, start), next: 0 }];
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const target = step.before[step.next];
      step.next += 1;
      if (target === undefined) {
        path.pop();
        yield step.place;
      } else if (seen[target] === 0) {
        seen[target] = 1;
        path.push({ place: target, before: beforeOf(places, targets, target), next: 0 });
      }
    }
  }
}

/** Places that are told before one. */
function beforeOf(
  places: IntRows,
  targets: ReadonlyMap<number, readonly number[]>,
  place: number,
): readonly number[] {
  const isFirst = place === 0 || places.at(place - 1, 0) !== places.at(place, 0);
  return [...(isFirst ? [] : [place - 1]), ...(targets.get(place) ?? [])];
}

/** Places that those which refer refer to. Those that are not there do not count. */
function targetsOf(places: IntRows, references: IntRows): ReadonlyMap<number, readonly number[]> {
  const known = new Map<string, number | null>();
  for (let row = 0; row < references.size; row += 1) {
    known.set(keyOf(references, row, 0), null);
    known.set(keyOf(references, row, 2), null);
  }
  if (known.size === 0) return new Map();
  for (let place = 0; place < places.size; place += 1) {
    const key = keyOf(places, place, 0);
    if (known.has(key)) known.set(key, place);
  }
  const targets = new Map<number, number[]>();
  for (let row = 0; row < references.size; row += 1) {
    const from = known.get(keyOf(references, row, 0)) ?? null;
    const to = known.get(keyOf(references, row, 2)) ?? null;
    if (from !== null && to !== null) targets.set(from, [...(targets.get(from) ?? []), to]);
  }
  return targets;
}

function keyOf(rows: IntRows, row: number, column: number): string {
  return `${rows.at(row, column)}/${rows.at(row, column + 1)}`;
}

import type { RangeSpec, Reservations } from './model.js';

/** The first of each key. */
export function unique<T>(list: readonly T[], keyOf: (one: T) => string, taken = new Set<string>()): T[] {
  return list.filter((one) => !taken.has(keyOf(one)) && taken.add(keyOf(one)).size > 0);
}

/** Drops reserved names that are twice there or used. */
export function keepReservedNames(owner: Reservations, used: ReadonlySet<string>): void {
  owner.reservedNames = unique(owner.reservedNames, (one) => one.name).filter((one) => !used.has(one.name));
}

/** The ranges that overlap neither each other nor `others`. */
export function apart(ranges: readonly RangeSpec[], others: readonly RangeSpec[] = []): RangeSpec[] {
  const kept: RangeSpec[] = [];
  for (const range of ranges) {
    if (range.end < range.start) continue;
    if (![...kept, ...others].some((one) => one.start <= range.end && range.start <= one.end))
      kept.push(range);
  }
  return kept;
}

/** True when the number is in the range. */
export function holds(range: RangeSpec, number: number): boolean {
  return range.start <= number && number <= range.end;
}

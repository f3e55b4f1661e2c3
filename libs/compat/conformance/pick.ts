import type { Random } from '../test/random.js';
import type { Options, RangeSpec, Reservations } from './model.js';
import type { Maker } from './random-module.js';

/** One of a list; null when it is empty. */
export function pickOr<T>(random: Random, list: readonly T[]): T | null {
  return list.length === 0 ? null : random.pick(list);
}

/** Takes an element out of a list, in place. */
export function remove<T>(list: T[], one: T): void {
  const at = list.indexOf(one);
  if (at >= 0) list.splice(at, 1);
}

/** Sets, changes or takes away an option, in place. */
export function turnOption(
  random: Random,
  options: Options,
  pool: Readonly<Record<string, readonly string[]>>,
): void {
  const name = random.pick(Object.keys(pool));
  if (options[name] !== undefined && random.oneIn(3)) delete options[name];
  else options[name] = random.pick(pool[name] ?? []);
}

/** Takes away, shrinks, widens, splits, joins or adds a range, in place. */
export function turnRanges(ranges: RangeSpec[], maker: Maker, from: number): void {
  const { random } = maker;
  const range = pickOr(random, ranges);
  if (range === null) {
    ranges.push(maker.range(from));
    return;
  }
  switch (random.below(7)) {
    case 0:
      return remove(ranges, range);
    case 1:
      range.end--;
      return;
    case 2:
      range.start++;
      return;
    case 3:
      range.end++;
      return;
    case 4:
      return splitRange(ranges, range, maker, 1);
    case 5:
      return splitRange(ranges, range, maker, 2);
    default:
      ranges.push(maker.range(from));
  }
}

/** Splits a range after its first number; a gap above 1 loses numbers. */
function splitRange(ranges: RangeSpec[], range: RangeSpec, maker: Maker, gap: number): void {
  if (range.end - range.start < gap) return;
  ranges.push({ id: maker.ids.next(), start: range.start + gap, end: range.end });
  range.end = range.start;
}

/** Changes what an element reserves, in place. */
export function turnReservations(owner: Reservations, maker: Maker, from: number): void {
  const { random } = maker;
  if (random.oneIn(2)) return turnRanges(owner.reserved, maker, from);
  const name = pickOr(random, owner.reservedNames);
  if (name === null || random.oneIn(3)) owner.reservedNames.push(maker.reservedName());
  else remove(owner.reservedNames, name);
}

/** Reserves number and name of something that goes: neither, one or both. */
export function reserveSome(
  owner: Reservations,
  gone: { readonly name: string; readonly number: number },
  maker: Maker,
): void {
  const choice = maker.random.below(4);
  if (choice % 2 === 1)
    owner.reserved.unshift({ id: maker.ids.next(), start: gone.number, end: gone.number });
  if (choice >= 2) owner.reservedNames.push({ id: maker.ids.next(), name: gone.name });
}

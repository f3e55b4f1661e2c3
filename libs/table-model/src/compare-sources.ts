import type { ColumnSource, EnumLabel } from './column-source.js';

/** A value of an enum that has another name since. */
export interface Relabeling {
  readonly number: number;
  readonly before: string;
  readonly after: string;
}

/** What changed about a field that its column does not depend on. */
export interface SourceChange {
  /** By number. */
  readonly relabeled: readonly Relabeling[];
  /** True when the newer integer type can not hold every value of the older. */
  readonly narrowed: boolean;
  /** True when the declared type changed within its class; narrowing included. */
  readonly redeclared: boolean;
  readonly presence: boolean;
  /** What changed inside of JSON, a phrase each. */
  readonly keys: readonly string[];
}

/** Bits and sign of the integers that share a column. */
const RANGES: ReadonlyMap<string, readonly [lowest: bigint, highest: bigint]> = new Map(
  (
    [
      [['int32', 'sint32', 'sfixed32'], -(2n ** 31n), 2n ** 31n - 1n],
      [['uint32', 'fixed32'], 0n, 2n ** 32n - 1n],
      [['int64', 'sint64', 'sfixed64'], -(2n ** 63n), 2n ** 63n - 1n],
    ] as const
  ).flatMap(([names, lowest, highest]) => names.map((name) => [name, [lowest, highest]] as const)),
);

/** Compares what two versions say of the field of one column. Linear. */
export function compareSources(before: ColumnSource, after: ColumnSource): SourceChange {
  return {
    relabeled: relabelings(before.labels ?? [], after.labels ?? []),
    narrowed: isNarrower(before.declared, after.declared),
    redeclared: before.declared !== after.declared,
    presence: before.presence !== after.presence && before.presence !== null && after.presence !== null,
    keys: keyChanges(before, after),
  };
}

function relabelings(before: readonly EnumLabel[], after: readonly EnumLabel[]): readonly Relabeling[] {
  const names = new Map(after.map(({ number, name }) => [number, name]));
  return before.flatMap(({ number, name }) => {
    const now = names.get(number);
    return now === undefined || now === name ? [] : [{ number, before: name, after: now }];
  });
}

function isNarrower(before: string, after: string): boolean {
  const [older, newer] = [RANGES.get(before), RANGES.get(after)];
  if (older === undefined || newer === undefined) return false;
  return newer[0] > older[0] || newer[1] < older[1];
}

function keyChanges(before: ColumnSource, after: ColumnSource): readonly string[] {
  const now = new Map((after.keys ?? []).map((key) => [key.path, key]));
  return (before.keys ?? []).flatMap((earlier) => {
    const later = now.get(earlier.path);
    if (later === undefined) return [];
    const changes: string[] = [];
    if (later.key !== earlier.key) changes.push(`key '${earlier.key}' is now '${later.key}'`);
    if (later.declared !== earlier.declared)
      changes.push(`'${later.key}' was ${earlier.declared} and is ${later.declared}`);
    return changes;
  });
}

import { create, toBinary } from '@bufbuild/protobuf';
import {
  DescriptorProto_ExtensionRangeSchema,
  DescriptorProto_ReservedRangeSchema,
  EnumDescriptorProto_EnumReservedRangeSchema,
  ExtensionRangeOptionsSchema,
  type DescriptorProto_ExtensionRange,
  type DescriptorProto_ReservedRange,
  type EnumDescriptorProto_EnumReservedRange,
} from '@bufbuild/protobuf/wkt';
import { bytesToHex } from '../hex.js';
import { canonicalOptions } from './canonical-options.js';
import { compareText } from '../compare-text.js';

/** Numbers from `start` up to but not including `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

/** By start, those that touch or overlap made one. */
export function canonicalReserved(
  ranges: readonly DescriptorProto_ReservedRange[],
): DescriptorProto_ReservedRange[] {
  return mergeRanges(ranges).map((range) => create(DescriptorProto_ReservedRangeSchema, range));
}

/** Like {@link canonicalReserved}; the ends of these are inclusive. */
export function canonicalEnumReserved(
  ranges: readonly EnumDescriptorProto_EnumReservedRange[],
): EnumDescriptorProto_EnumReservedRange[] {
  const halfOpen = ranges.map(({ start, end }) => ({ start, end: end + 1 }));
  return mergeRanges(halfOpen).map(({ start, end }) =>
    create(EnumDescriptorProto_EnumReservedRangeSchema, { start, end: end - 1 }),
  );
}

/** By start; ranges that touch are one when they have the same options. */
export function canonicalExtensionRanges(
  ranges: readonly DescriptorProto_ExtensionRange[],
): DescriptorProto_ExtensionRange[] {
  const keyed = ranges.map(({ start, end, options }) => {
    const kept = canonicalOptions(ExtensionRangeOptionsSchema, options);
    const key = kept === undefined ? '' : bytesToHex(toBinary(ExtensionRangeOptionsSchema, kept));
    return { start, end, kept, key };
  });
  keyed.sort((one, other) => compareRanges(one, other) || compareText(one.key, other.key));
  const merged: (typeof keyed)[number][] = [];
  for (const range of keyed) {
    const last = merged.at(-1);
    if (last !== undefined && last.key === range.key && range.start <= last.end)
      last.end = Math.max(last.end, range.end);
    else merged.push(range);
  }
  return merged.map(({ start, end, kept }) => {
    const range = create(DescriptorProto_ExtensionRangeSchema, { start, end });
    if (kept !== undefined) range.options = kept;
    return range;
  });
}

/** Sorted by code point, each once. */
export function canonicalNames(names: readonly string[]): string[] {
  return [...new Set(names)].sort(compareText);
}

function mergeRanges(ranges: readonly Range[]): Range[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort(compareRanges)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

function compareRanges(one: Range, other: Range): number {
  return one.start - other.start || one.end - other.end;
}

import type { DescriptorProto, FieldDescriptorProto, FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { oneofIndexOf } from './check-messages.js';
import { descriptorInvalid, quote } from './problem.js';
import type { SymbolTable } from './symbols.js';

type Range = readonly [start: number, end: number];

/**
 * Checks that every extension has a number that its message gives away, and that nobody else has it. Type names are resolved
 * before. **Throws** DESCRIPTOR_INVALID.
 */
export function checkExtensions(files: readonly FileDescriptorProto[], symbols: SymbolTable): void {
  const checker = new ExtensionChecker(symbols);
  for (const file of files) for (const extension of file.extension) checker.check(extension);
  for (const message of symbols.messages)
    for (const extension of message.proto.extension) checker.check(extension);
}

class ExtensionChecker {
  private readonly rangesOf = new Map<DescriptorProto, readonly Range[]>();
  private readonly taken = new Map<string, string>();

  constructor(private readonly symbols: SymbolTable) {}

  check(extension: FieldDescriptorProto): void {
    const extendee = extension.extendee.slice(1);
    if (oneofIndexOf(extension) !== null)
      throw descriptorInvalid(`extension ${quote(extension.name)} of ${quote(extendee)} is in a oneof`);
    const target = this.symbols.byName.get(extendee);
    if (target?.kind !== 'message' || !this.isGivenAway(target.proto, extension.number))
      throw descriptorInvalid(
        `extension ${quote(extension.name)} has number ${extension.number}, which ${quote(extendee)} does not open for extensions`,
      );
    const key = `${extendee}/${extension.number}`;
    const first = this.taken.get(key);
    if (first !== undefined)
      throw descriptorInvalid(
        `extensions ${quote(first)} and ${quote(extension.name)} of ${quote(extendee)} have the same number ${extension.number}`,
      );
    this.taken.set(key, extension.name);
  }

  private isGivenAway(proto: DescriptorProto, number: number): boolean {
    const ranges = this.rangesOf.get(proto) ?? this.sortRanges(proto);
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranges[middle]?.[0] ?? 0) <= number) low = middle + 1;
      else high = middle;
    }
    return number < (ranges[low - 1]?.[1] ?? 0);
  }

  /** By start; an end is the largest so far, so that the last range that starts in time answers for all. */
  private sortRanges(proto: DescriptorProto): readonly Range[] {
    const ranges: [number, number][] = proto.extensionRange.map(({ start, end }) => [start, end]);
    ranges.sort((one, other) => one[0] - other[0]);
    let largest = 0;
    for (const range of ranges) largest = range[1] = Math.max(largest, range[1]);
    this.rangesOf.set(proto, ranges);
    return ranges;
  }
}

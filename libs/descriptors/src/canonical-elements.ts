import type { Message } from '@bufbuild/protobuf';
import type { DescriptorProto, EnumDescriptorProto, FieldDescriptorProto } from '@bufbuild/protobuf/wkt';

/** Brings a message, and all that is declared in it, into canonical order. */
export function canonicalMessage(message: DescriptorProto): void {
  sortUnknown(message.options);
  for (const field of message.field) canonicalField(field);
  message.field.sort((a, b) => a.number - b.number);
  sortOneofs(message);
  sortExtensions(message.extension);
  message.extensionRange.sort((a, b) => a.start - b.start);
  message.reservedRange = mergeRanges(message.reservedRange, 0);
  message.reservedName.sort();
  for (const nested of message.nestedType) canonicalMessage(nested);
  sortMapEntries(message);
  for (const type of message.enumType) canonicalEnum(type);
  message.enumType.sort((a, b) => compare(a.name, b.name));
}

/** Brings an enum into canonical order: its first value stays first, being its default. */
export function canonicalEnum(type: EnumDescriptorProto): void {
  sortUnknown(type.options);
  for (const value of type.value) sortUnknown(value.options);
  const [first, ...rest] = type.value;
  // Stable: of two names of one number the first is the one that JSON prints.
  if (first !== undefined) type.value = [first, ...rest.sort((a, b) => a.number - b.number)];
  type.reservedRange = mergeRanges(type.reservedRange, 1);
  type.reservedName.sort();
}

/** Orders extensions by what they extend, then by number. */
export function sortExtensions(extensions: FieldDescriptorProto[]): void {
  for (const extension of extensions) canonicalField(extension);
  extensions.sort((a, b) => compare(a.extendee, b.extendee) || a.number - b.number);
}

/** Custom options arrive as unknown fields, in the order of the text; that order means nothing between different numbers. */
export function sortUnknown(options: Message | undefined): void {
  if (options?.$unknown !== undefined) options.$unknown = [...options.$unknown].sort((a, b) => a.no - b.no);
}

function canonicalField(field: FieldDescriptorProto): void {
  sortUnknown(field.options);
  if (field.jsonName === '') field.jsonName = defaultJsonName(field.name);
}

/** Oneofs by their lowest member; those that stand for proto3 `optional` come last, as protobuf demands. */
function sortOneofs(message: DescriptorProto): void {
  for (const oneof of message.oneofDecl) sortUnknown(oneof.options);
  const rankOf = message.oneofDecl.map((_, index) => {
    const members = message.field.filter((field) => isMember(field, index));
    const synthetic = members.length === 1 && members[0]!.proto3Optional;
    return { index, synthetic, lowest: members[0]?.number ?? 0 };
  });
  const ranked = rankOf.sort((a, b) => Number(a.synthetic) - Number(b.synthetic) || a.lowest - b.lowest);
  const moved = new Map(ranked.map(({ index }, position) => [index, position]));
  message.oneofDecl = ranked.map(({ index }) => message.oneofDecl[index]!);
  for (const field of message.field) {
    if (hasOneof(field)) field.oneofIndex = moved.get(field.oneofIndex) ?? field.oneofIndex;
  }
}

/** Map entries stand among nested messages in the order of their fields, which is no longer that of the text. */
function sortMapEntries(message: DescriptorProto): void {
  const declared = message.nestedType.filter((nested) => nested.options?.mapEntry !== true);
  const entries = message.nestedType.filter((nested) => nested.options?.mapEntry === true);
  message.nestedType = [...declared, ...entries.sort((a, b) => compare(a.name, b.name))];
}

function isMember(field: FieldDescriptorProto, oneofIndex: number): boolean {
  return hasOneof(field) && field.oneofIndex === oneofIndex;
}

// oneof_index has explicit presence in descriptor.proto, and 0 is a real index.
function hasOneof(field: FieldDescriptorProto): boolean {
  return Object.hasOwn(field, 'oneofIndex');
}

/** `gap` is 0 for half-open ranges and 1 for closed ones: how far apart two ranges are that touch. */
function mergeRanges<R extends { start: number; end: number }>(ranges: readonly R[], gap: 0 | 1): R[] {
  const merged: R[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1);
    if (last !== undefined && range.start <= last.end + gap) last.end = Math.max(last.end, range.end);
    else merged.push(range);
  }
  return merged;
}

/** **Source**: descriptor.proto, FieldDescriptorProto.json_name. */
function defaultJsonName(name: string): string {
  return name.replace(/_+(.?)/g, (_, letter: string) => letter.toUpperCase());
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

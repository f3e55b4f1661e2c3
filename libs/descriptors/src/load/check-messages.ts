import { isFieldSet } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldDescriptorProtoSchema,
  type DescriptorProto,
  type FieldDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { descriptorInvalid, quote } from './problem.js';
import { isMapEntry, type MessageSymbol, type SymbolTable } from './symbols.js';

const MAX_FIELD_NUMBER = 536_870_911;
const FIRST_IMPLEMENTATION_NUMBER = 19_000;
const LAST_IMPLEMENTATION_NUMBER = 19_999;
const LABEL = FieldDescriptorProtoSchema.field.label.number;
const TYPE = FieldDescriptorProtoSchema.field.type.number;
const { REPEATED, OPTIONAL } = FieldDescriptorProto_Label;
const { DOUBLE, FLOAT, BYTES, GROUP, MESSAGE, ENUM } = FieldDescriptorProto_Type;
const NO_MAP_KEY: ReadonlySet<FieldDescriptorProto_Type> = new Set([
  DOUBLE,
  FLOAT,
  BYTES,
  GROUP,
  MESSAGE,
  ENUM,
]);

/**
 * Checks what the types of the fields do not say: numbers, labels, oneofs, map entries. Type names are resolved before.
 * **Throws** DESCRIPTOR_INVALID.
 */
export function checkMessages(symbols: SymbolTable): void {
  for (const symbol of symbols.messages) {
    checkNumbers(symbol);
    checkOneofs(symbol);
    checkRanges(symbol);
    if (isMapEntry(symbol)) checkMapEntry(symbol);
    for (const field of symbol.proto.field) checkMapField(field, symbol, symbols);
  }
}

/** True for 1..536,870,911 without the numbers 19,000..19,999 that protobuf keeps for itself. */
export function isFieldNumber(number: number): boolean {
  if (number < 1 || number > MAX_FIELD_NUMBER) return false;
  return number < FIRST_IMPLEMENTATION_NUMBER || number > LAST_IMPLEMENTATION_NUMBER;
}

/**
 * **Throws** DESCRIPTOR_INVALID when a field or extension has a label or type that this version of protobuf does not know: decoding
 * leaves such numbers among the unknown fields.
 */
export function checkKind(field: FieldDescriptorProto, scope: string): void {
  if (field.$unknown?.some(({ no }) => no === LABEL || no === TYPE))
    throw descriptorInvalid(`${quote(`${scope}.${field.name}`)} has an unknown label or type`);
}

/** Index of the field's oneof, or null. */
export function oneofIndexOf(field: FieldDescriptorProto): number | null {
  return isFieldSet(field, FieldDescriptorProtoSchema.field.oneofIndex) ? field.oneofIndex : null;
}

function checkNumbers({ name, proto }: MessageSymbol): void {
  const taken = new Map<number, string>();
  for (const field of proto.field) {
    if (!isFieldNumber(field.number))
      throw descriptorInvalid(
        `field ${quote(field.name)} of ${quote(name)} can not have number ${field.number}`,
      );
    const first = taken.get(field.number);
    if (first !== undefined)
      throw descriptorInvalid(
        `fields ${quote(first)} and ${quote(field.name)} of ${quote(name)} have the same number ${field.number}`,
      );
    taken.set(field.number, field.name);
  }
}

function checkOneofs({ name, proto }: MessageSymbol): void {
  const members = proto.oneofDecl.map(() => 0);
  for (const field of proto.field) {
    const index = oneofIndexOf(field);
    if (index === null) {
      if (field.proto3Optional)
        throw descriptorInvalid(`optional field ${quote(field.name)} of ${quote(name)} lacks its oneof`);
      continue;
    }
    const count = members[index];
    if (count === undefined)
      throw descriptorInvalid(
        `field ${quote(field.name)} of ${quote(name)} is in oneof ${index}, which is not there`,
      );
    if (field.label !== OPTIONAL)
      throw descriptorInvalid(`field ${quote(field.name)} of ${quote(name)} is in a oneof but not singular`);
    members[index] = count + 1;
  }
  const empty = members.indexOf(0);
  if (empty >= 0)
    throw descriptorInvalid(
      `oneof ${quote(proto.oneofDecl[empty]?.name ?? '')} of ${quote(name)} has no fields`,
    );
  for (const field of proto.field) {
    if (field.proto3Optional && members[oneofIndexOf(field) ?? -1] !== 1)
      throw descriptorInvalid(`optional field ${quote(field.name)} of ${quote(name)} shares its oneof`);
  }
}

function checkRanges({ name, proto }: MessageSymbol): void {
  for (const range of [...proto.reservedRange, ...proto.extensionRange]) {
    if (range.start < 1 || range.end <= range.start)
      throw descriptorInvalid(`${quote(name)} has an empty range from ${range.start} to ${range.end - 1}`);
  }
}

function checkMapEntry({ name, proto, parent }: MessageSymbol): void {
  const [key, value] = [1, 2].map((number) => proto.field.find((field) => field.number === number));
  const plain =
    parent !== null &&
    proto.field.length === 2 &&
    isBare(proto) &&
    key?.label === OPTIONAL &&
    value?.label === OPTIONAL &&
    !NO_MAP_KEY.has(key.type) &&
    value.type !== GROUP;
  if (!plain) throw descriptorInvalid(`map entry ${quote(name)} is not made of a key 1 and a value 2`);
}

function isBare(proto: DescriptorProto): boolean {
  const lists = [proto.nestedType, proto.enumType, proto.extension, proto.oneofDecl, proto.extensionRange];
  return lists.every((list) => list.length === 0);
}

function checkMapField(field: FieldDescriptorProto, owner: MessageSymbol, symbols: SymbolTable): void {
  if (field.type !== MESSAGE && field.type !== GROUP) return;
  const target = symbols.byName.get(field.typeName.slice(1));
  if (target?.kind !== 'message' || !isMapEntry(target)) return;
  if (field.label !== REPEATED || field.type === GROUP || isMapEntry(owner))
    throw descriptorInvalid(
      `field ${quote(field.name)} of ${quote(owner.name)} uses a map entry but is no map`,
    );
}

import type { DescEnum, DescExtension, DescField, DescMessage } from '@bufbuild/protobuf';
import type { FieldShape } from './field-shape.js';
import { jsonFormatOf } from './json-format.js';
import type { MessageShape } from './message-shape.js';

// Compared straight on the descriptors, and without making anything: most messages of most versions did not change.
// Everything counts that a rule of any encoding may ask for, names too.

/** Whether two messages are equal to every rule; messages of their fields are told by name only. */
export function sameMessage(left: MessageShape, right: MessageShape): boolean {
  if (left === right || (left.content !== null && left.content === right.content)) return true;
  if (!equalMessage(left, right)) return false;
  // What was found equal once is known to be equal: of a thousand versions, most messages are one content.
  left.content = right.content ??= left.content ?? {};
  return true;
}

function equalMessage(left: MessageShape, right: MessageShape): boolean {
  if (left.typeName !== right.typeName || left.map !== null || right.map !== null) return false;
  return (
    sameList(left.desc.fields, right.desc.fields, sameFieldDesc) &&
    sameList(left.extensions, right.extensions, sameFieldDesc) &&
    left.messageSet === right.messageSet &&
    jsonFormatOf(left.desc) === jsonFormatOf(right.desc) &&
    sameRanges(left.desc, right.desc)
  );
}

/** Whether two fields, or parts of a map's entry, are equal to every rule, their messages aside. */
export function sameField(left: FieldShape, right: FieldShape): boolean {
  return left.part === right.part && sameFieldDesc(left.desc, right.desc);
}

/** Whether two enums are equal to every rule. */
export function sameEnum(left: DescEnum, right: DescEnum): boolean {
  if (left === right) return true;
  return (
    left.typeName === right.typeName &&
    left.open === right.open &&
    jsonFormatOf(left) === jsonFormatOf(right) &&
    sameList(left.values, right.values, sameValue) &&
    sameList(left.proto.reservedRange, right.proto.reservedRange, sameRange) &&
    sameList(left.proto.reservedName, right.proto.reservedName, Object.is)
  );
}

type AnyField = DescField | DescExtension;

function sameFieldDesc(left: AnyField, right: AnyField): boolean {
  return (
    left.number === right.number &&
    left.name === right.name &&
    fullName(left) === fullName(right) &&
    left.fieldKind === right.fieldKind &&
    left.scalar === right.scalar &&
    left.presence === right.presence &&
    left.jsonName === right.jsonName &&
    left.utf8Validation === right.utf8Validation &&
    left.message?.typeName === right.message?.typeName &&
    left.oneof?.name === right.oneof?.name &&
    left.proto.defaultValue === right.proto.defaultValue &&
    sameForm(left, right) &&
    sameEnumOf(left.enum, right.enum)
  );
}

/** Of an extension, whose JSON key it is; undefined for other fields. */
function fullName(field: AnyField): string | undefined {
  return field.kind === 'extension' ? field.typeName : undefined;
}

function sameForm(left: AnyField, right: AnyField): boolean {
  if (left.fieldKind === 'map') return right.fieldKind === 'map' && left.mapKey === right.mapKey;
  if (isDelimited(left) !== isDelimited(right)) return false;
  return left.fieldKind !== 'list' || (right.fieldKind === 'list' && left.packed === right.packed);
}

function isDelimited(field: AnyField): boolean {
  return field.message !== undefined && 'delimitedEncoding' in field && field.delimitedEncoding;
}

function sameEnumOf(left: DescEnum | undefined, right: DescEnum | undefined): boolean {
  return left === undefined || right === undefined ? left === right : sameEnum(left, right);
}

function sameValue(left: DescEnum['values'][number], right: DescEnum['values'][number]): boolean {
  return left.number === right.number && left.name === right.name && left.jsonName === right.jsonName;
}

function sameRanges(left: DescMessage, right: DescMessage): boolean {
  return (
    sameList(left.proto.reservedRange, right.proto.reservedRange, sameRange) &&
    sameList(left.proto.extensionRange, right.proto.extensionRange, sameRange) &&
    sameList(left.proto.reservedName, right.proto.reservedName, Object.is)
  );
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function sameRange(left: Range, right: Range): boolean {
  return left.start === right.start && left.end === right.end;
}

function sameList<T>(left: readonly T[], right: readonly T[], same: (left: T, right: T) => boolean): boolean {
  if (left === right) return true;
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) {
    if (!same(left[index] as T, right[index] as T)) return false;
  }
  return true;
}

import {
  fromBinary,
  getExtension,
  type DescExtension,
  type DescField,
  type Message,
} from '@bufbuild/protobuf';
import { ScalarType, type DescMessage, type Registry } from '@bufbuild/protobuf';
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import { FieldDescriptorProto_Type } from '@bufbuild/protobuf/wkt';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { descriptorInvalid, quote } from '../load/problem.js';
import { bytesLiteral, numberLiteral, textLiteral } from './literals.js';

/** A set field or extension of an options message: every value that it has, as literals. */
export interface PrintedValue {
  readonly name: string;
  readonly isExtension: boolean;
  readonly values: readonly string[];
}

/** Never written by a compiler: what it could not make sense of. */
const UNINTERPRETED_OPTION = 999;

/**
 * What a message says, fields by number and then extensions. **Throws** DESCRIPTOR_INVALID for an extension that `extensions` does
 * not have: leaving it out would be another schema.
 */
export function printedValues(
  desc: DescMessage,
  message: Message,
  extensions: Registry | null,
): readonly PrintedValue[] {
  return [...fieldValues(reflect(desc, message), extensions), ...extensionValues(desc, message, extensions)];
}

function fieldValues(message: ReflectMessage, extensions: Registry | null): PrintedValue[] {
  return message.sortedFields
    .filter((field) => message.isSet(field))
    .map((field) => {
      if (field.number === UNINTERPRETED_OPTION)
        throw descriptorInvalid('it has an option that no compiler has interpreted');
      return { name: nameInText(field), isExtension: false, values: valuesOf(message, field, extensions) };
    });
}

/** Groups go by the name of their type. */
function nameInText(field: DescField): string {
  return field.proto.type === FieldDescriptorProto_Type.GROUP && field.message !== undefined
    ? field.message.name
    : field.name;
}

function valuesOf(message: ReflectMessage, field: DescField, extensions: Registry | null): string[] {
  switch (field.fieldKind) {
    case 'list':
      return [...message.get(field)].map((value) => elementLiteral(field, value, extensions));
    case 'map':
      return [...message.get(field)].map(([key, value]) => {
        const keyText = scalarLiteral(field.mapKey, key);
        return `{ key: ${keyText} value: ${elementLiteral(field, value, extensions)} }`;
      });
    case 'message':
    case 'enum':
    case 'scalar':
      return [elementLiteral(field, message.get(field), extensions)];
  }
}

/** One value of a field: an element of a list, a map's value. */
function elementLiteral(
  field: DescField | DescExtension,
  value: unknown,
  extensions: Registry | null,
): string {
  if (field.message !== undefined) {
    const inner = value as ReflectMessage;
    return messageLiteral(field.message, inner.message, extensions);
  }
  if (field.enum !== undefined)
    return field.enum.value[value as number]?.name ?? numberLiteral(value as number);
  return scalarLiteral(field.scalar, value);
}

function messageLiteral(desc: DescMessage, message: Message, extensions: Registry | null): string {
  const parts = printedValues(desc, message, extensions).flatMap(({ name, isExtension, values }) =>
    values.map((value) => `${isExtension ? `[${name}]` : name}: ${value}`),
  );
  return parts.length === 0 ? '{}' : `{ ${parts.join(' ')} }`;
}

function scalarLiteral(scalar: ScalarType | undefined, value: unknown): string {
  if (scalar === ScalarType.STRING) return textLiteral(value as string);
  if (scalar === ScalarType.BYTES) return bytesLiteral(value as Uint8Array);
  if (typeof value === 'boolean') return String(value);
  return numberLiteral(typeof value === 'bigint' ? value : Number(value));
}

function extensionValues(
  desc: DescMessage,
  message: Message,
  extensions: Registry | null,
): readonly PrintedValue[] {
  const numbers = [...new Set((message.$unknown ?? []).map(({ no }) => no))].sort((a, b) => a - b);
  return numbers.map((number) => {
    const extension = extensions?.getExtensionFor(desc, number);
    if (extension === undefined)
      throw descriptorInvalid(
        `it sets option ${number} of ${quote(desc.typeName)}, which nothing that it imports declares`,
      );
    const values = extensionLiterals(extension, message, extensions ?? null);
    return { name: extension.typeName, isExtension: true, values };
  });
}

function extensionLiterals(
  extension: DescExtension,
  message: Message,
  extensions: Registry | null,
): string[] {
  const { message: type } = extension;
  if (type !== undefined) {
    const encoded = encodedMessages(extension, message);
    return encoded.map((bytes) => messageLiteral(type, fromBinary(type, bytes), extensions));
  }
  const value: unknown = getExtension(message as Message & { $typeName: string }, extension);
  const values = Array.isArray(value) ? (value as unknown[]) : [value];
  return values.map((one) => elementLiteral(extension, one, extensions));
}

/** The messages of an extension, of a list each; those of a singular one are merged, which is to say joined. */
function encodedMessages(extension: DescExtension, message: Message): Uint8Array[] {
  const own = (message.$unknown ?? []).filter(({ no }) => no === extension.number);
  const encoded = own.map(({ wireType, data }) => {
    // A group ends with its end tag, which is as long as its number needs.
    if (wireType === WireType.StartGroup) return data.subarray(0, data.length - tagLength(extension.number));
    return new BinaryReader(data).bytes();
  });
  return extension.fieldKind === 'list' ? encoded : [Buffer.concat(encoded)];
}

function tagLength(number: number): number {
  let length = 1;
  for (let rest = Math.floor(number / 16); rest > 0; rest = Math.floor(rest / 128)) length++;
  return length;
}

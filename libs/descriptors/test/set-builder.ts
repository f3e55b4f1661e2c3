import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorSetSchema,
  type DescriptorProtoSchema,
  type EnumDescriptorProtoSchema,
  type FieldDescriptorProtoSchema,
  type FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';

export type FileInit = MessageInitShape<typeof FileDescriptorProtoSchema>;
export type MessageInit = MessageInitShape<typeof DescriptorProtoSchema>;
export type FieldInit = MessageInitShape<typeof FieldDescriptorProtoSchema>;
export type EnumInit = MessageInitShape<typeof EnumDescriptorProtoSchema>;

export const { OPTIONAL, REPEATED, REQUIRED } = FieldDescriptorProto_Label;
export const { STRING, INT32, MESSAGE, GROUP, ENUM, BYTES, DOUBLE } = FieldDescriptorProto_Type;

/** A serialized set; nothing is checked or filled in. */
export function setOf(...file: readonly FileInit[]): Uint8Array {
  return toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: [...file] }));
}

/** A proto3 file `a.proto` of package `t` with these messages. */
export function fileOf(messageType: readonly MessageInit[], more: Partial<FileInit> = {}): FileInit {
  return {
    name: 'a.proto',
    package: 't',
    syntax: 'proto3',
    messageType: [...messageType],
    ...more,
  } as FileInit;
}

/** A message with these fields. */
export function message(
  name: string,
  field: readonly FieldInit[] = [],
  more: Partial<MessageInit> = {},
): MessageInit {
  return { name, field: [...field], ...more } as MessageInit;
}

/** A singular string. */
export function text(name: string, number: number, more: Partial<FieldInit> = {}): FieldInit {
  return { name, number, label: OPTIONAL, type: STRING, ...more } as FieldInit;
}

/** A singular message or enum field. */
export function reference(
  name: string,
  number: number,
  typeName: string,
  more: Partial<FieldInit> = {},
): FieldInit {
  return text(name, number, { type: MESSAGE, typeName, ...more } as Partial<FieldInit>);
}

/** An enum with values `A` = 0, `B` = 1. */
export function enumOf(name: string, more: Partial<EnumInit> = {}): EnumInit {
  return {
    name,
    value: [
      { name: 'A', number: 0 },
      { name: 'B', number: 1 },
    ],
    ...more,
  } as EnumInit;
}

/** The entry that compilers make for `map<string, string>`. */
export function mapEntry(name: string, field?: readonly FieldInit[]): MessageInit {
  return message(name, field ?? [text('key', 1), text('value', 2)], {
    options: { mapEntry: true },
  } as Partial<MessageInit>);
}

import type { DescEnum, DescField, DescFile, DescMessage, DescOneof } from '@bufbuild/protobuf';
import { Edition, FieldDescriptorProto_Type } from '@bufbuild/protobuf/wkt';

/** A message as Confluent's parser of .proto texts has it: without groups, entries of maps and extensions. */
export interface MessageView {
  /** By number; members of oneofs too. */
  readonly fields: ReadonlyMap<number, DescField>;
  /** By name, in the order of declaration. */
  readonly oneofs: ReadonlyMap<string, OneofView>;
  readonly nested: TypesView;
}

/** A oneof and those of its members that Confluent sees. */
export interface OneofView {
  readonly desc: DescOneof;
  readonly fields: readonly DescField[];
}

/** The types that a file or message declares. */
export interface TypesView {
  /** By name, in the order of declaration. */
  readonly messages: ReadonlyMap<string, DescMessage>;
  readonly enums: ReadonlyMap<string, DescEnum>;
}

/** What Confluent sees of a message. */
export function viewMessage(message: DescMessage): MessageView {
  const fields = message.fields.filter((field) => !isGroup(field));
  return {
    fields: new Map(fields.map((field) => [field.number, field])),
    oneofs: new Map(message.oneofs.map((desc) => [desc.name, viewOneof(desc)])),
    nested: viewTypes(message),
  };
}

function viewOneof(desc: DescOneof): OneofView {
  return { desc, fields: desc.fields.filter((field) => !isGroup(field)) };
}

/** What Confluent sees of a file's or a message's types. */
export function viewTypes(parent: DescFile | DescMessage): TypesView {
  const messages = parent.kind === 'file' ? parent.messages : parent.nestedMessages;
  const enums = parent.kind === 'file' ? parent.enums : parent.nestedEnums;
  const groups = groupTypesIn(parent);
  const visible = messages.filter((message) => !isMapEntry(message) && !groups.has(message));
  return {
    messages: new Map(visible.map((message) => [message.name, message])),
    enums: new Map(enums.map((one) => [one.name, one])),
  };
}

/** The oneof that a field is written in; null outside of one. */
export function oneofOf(field: DescField): string | null {
  return field.oneof?.name ?? null;
}

/** A label as written in the source; null where none is: in oneofs, for maps, for implicit presence and in editions. */
export type Label = 'optional' | 'required' | 'repeated' | null;

/** The label that a field has in its source. */
export function labelOf(field: DescField): Label {
  if (field.fieldKind === 'map' || field.oneof !== undefined) return null;
  if (field.fieldKind === 'list') return 'repeated';
  switch (field.parent.file.edition) {
    case Edition.EDITION_PROTO2:
      return field.proto.label === LABEL_REQUIRED ? 'required' : 'optional';
    case Edition.EDITION_PROTO3:
      return field.proto.proto3Optional ? 'optional' : null;
    default:
      return null;
  }
}

const LABEL_REQUIRED = 2;

/** A message's name without the package of its file. */
export function localName(message: DescMessage): string {
  const prefix = `${message.file.proto.package}.`;
  return message.typeName.startsWith(prefix) ? message.typeName.slice(prefix.length) : message.typeName;
}

// An edition's delimited field is an ordinary one in the source.
function isGroup(field: DescField | { readonly proto: DescField['proto'] }): boolean {
  return field.proto.type === FieldDescriptorProto_Type.GROUP;
}

function groupTypesIn(parent: DescFile | DescMessage): ReadonlySet<DescMessage> {
  const extensions = parent.kind === 'file' ? parent.extensions : parent.nestedExtensions;
  const fields = parent.kind === 'file' ? [] : parent.fields;
  const groups = new Set<DescMessage>();
  for (const field of [...fields, ...extensions]) {
    if (isGroup(field) && field.message) groups.add(field.message);
  }
  return groups;
}

function isMapEntry(message: DescMessage): boolean {
  return message.proto.options?.mapEntry === true;
}

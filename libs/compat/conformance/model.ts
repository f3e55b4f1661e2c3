/** Syntax of a file; a year is an edition. */
export type Syntax = 'proto2' | 'proto3' | '2023' | '2024';
/** What a field's label or presence feature says, whatever the syntax writes for it. */
export type Label = 'explicit' | 'implicit' | 'required' | 'repeated' | 'map';
/** A scalar, a message or enum of the module by its id, or a message that Google ships. */
export type TypeRef =
  { kind: 'scalar'; name: string } | { kind: 'named'; id: number } | { kind: 'wellKnown'; name: string };
/** Option name -> value as source text. */
export type Options = Record<string, string>;

/** Numbers from `start` to `end`, both inside; Infinity: to the last one there is. */
export interface RangeSpec {
  id: number;
  start: number;
  end: number;
}
/** A name in a `reserved` statement. */
export interface ReservedName {
  id: number;
  name: string;
}
/** What messages and enums keep others from using. */
export interface Reservations {
  reserved: RangeSpec[];
  reservedNames: ReservedName[];
}
/** A field, an extension (`extendee` is a message's id, or 'options' for `google.protobuf.MessageOptions`), or a group (with its body). */
export interface FieldSpec {
  id: number;
  name: string;
  number: number;
  label: Label;
  type: TypeRef;
  mapKey: string;
  oneof: string | null;
  group: MessageSpec | null;
  /** Which of the type's default values; null for none. */
  default: number | null;
  options: Options;
  extendee: number | 'options' | null;
}
/** A message. */
export interface MessageSpec extends Reservations {
  id: number;
  name: string;
  fields: FieldSpec[];
  messages: MessageSpec[];
  enums: EnumSpec[];
  extensions: FieldSpec[];
  extensionRanges: RangeSpec[];
  options: Options;
}
/** A value of an enum. */
export interface EnumValueSpec {
  id: number;
  name: string;
  number: number;
}
/** An enum. */
export interface EnumSpec extends Reservations {
  id: number;
  name: string;
  values: EnumValueSpec[];
  options: Options;
}
/** A method of a service. */
export interface RpcSpec {
  id: number;
  name: string;
  request: TypeRef;
  response: TypeRef;
  clientStreaming: boolean;
  serverStreaming: boolean;
  options: Options;
}
/** A service. */
export interface ServiceSpec {
  id: number;
  name: string;
  rpcs: RpcSpec[];
}
/** A file; `path` and `package` are without the pair's prefix. */
export interface FileSpec {
  id: number;
  path: string;
  syntax: Syntax;
  package: string;
  options: Options;
  messages: MessageSpec[];
  enums: EnumSpec[];
  extensions: FieldSpec[];
  services: ServiceSpec[];
}
/** The sources of one side of a comparison, as a tree. Elements that are the same on both sides have the same id. */
export interface ModuleSpec {
  files: FileSpec[];
}
/** What holds messages, enums and extensions: a file or a message. */
export type Scope = Pick<MessageSpec, 'messages' | 'enums' | 'extensions'>;

/** Gives out ids that no other element of a pair has. */
export class Ids {
  #last = 0;

  /** The next id. */
  next(): number {
    return ++this.#last;
  }
}

/** All scopes of a module, files first, with the file that each is in. */
export function scopesOf(module: ModuleSpec): { scope: Scope; file: FileSpec }[] {
  return module.files.flatMap((file) => [
    { scope: file, file },
    ...messagesOf(file).map((scope) => ({ scope, file })),
  ]);
}

/** All messages under a scope, group bodies too, outer ones first. */
export function messagesOf(scope: Scope): MessageSpec[] {
  const bodies = fieldsIn(scope).flatMap((field) => (field.group === null ? [] : [field.group]));
  return [...scope.messages, ...bodies].flatMap((message) => [message, ...messagesOf(message)]);
}

/** Fields and extensions that stand in a scope itself. */
function fieldsIn(scope: Scope): readonly FieldSpec[] {
  return isMessageScope(scope) ? [...scope.fields, ...scope.extensions] : scope.extensions;
}

/** True when the scope is a message. */
export function isMessageScope(scope: Scope): scope is MessageSpec {
  return 'fields' in scope;
}

/** All enums of a module. */
export function enumsOf(module: ModuleSpec): EnumSpec[] {
  return scopesOf(module).flatMap(({ scope }) => scope.enums);
}

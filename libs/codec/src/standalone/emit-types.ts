import { ScalarType, type DescField, type DescMessage, type DescOneof } from '@bufbuild/protobuf';
import { isWrapperDesc } from '@bufbuild/protobuf/wkt';

/** Most message types that are spelled out; those past it are `object`. */
const MAX_TYPES = 2_000;

/** TypeScript declarations of the module that `emitModule` makes for a message: its members, and an interface for each message in reach. */
export function emitTypes(root: DescMessage): string {
  const names = namesOf(root);
  const interfaces = [...names].map(([desc, name]) => interfaceOf(desc, name, names));
  return `${interfaces.join('\n')}
${MEMBERS.replaceAll('ROOT', names.get(root) ?? 'object')}`;
}

const MEMBERS = `/** Why bytes could not be read: a code, a sentence, and where. */
export interface Failure {
  readonly ok: false;
  readonly reason: string;
  readonly message: string;
  readonly path: string | null;
}
/** What was read, and whether there was something that the schema does not know. */
export interface Success<T> {
  readonly ok: true;
  readonly value: T;
  readonly unknownFields: boolean;
}
export type Decoded<T> = Success<T> | Failure;
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Cell = null | number | bigint | string | boolean | Uint8Array;
/** A column: field numbers from the message to the value, and the form of its cells. */
export interface Column {
  readonly path: readonly number[];
  readonly form: string;
}
/** SHA-256 of the schema, hex. */
export const fingerprint: string;
/** Full name of the message. */
export const typeName: string;
export function decode(bytes: Uint8Array): Decoded<ROOT>;
/** Canonical ProtoJSON. */
export function toJson(bytes: Uint8Array): Decoded<Json>;
export function toJsonText(bytes: Uint8Array): Decoded<string>;
export function toJsonBytes(bytes: Uint8Array): Decoded<Uint8Array>;
export function encode(message: ROOT): Uint8Array;
export function fromJson(json: Json): { readonly ok: true; readonly value: Uint8Array } | Failure;
export function fromJsonText(text: string): { readonly ok: true; readonly value: Uint8Array } | Failure;
export function rowDecoder(columns: readonly Column[]): (bytes: Uint8Array) => Decoded<Cell[]>;
`;

type Names = ReadonlyMap<DescMessage, string>;

/** Every message in reach, the root first, with a name that is an identifier and no other's. */
function namesOf(root: DescMessage): Names {
  const names = new Map<DescMessage, string>();
  const taken = new Set<string>();
  const add = (desc: DescMessage): void => {
    if (names.has(desc) || names.size === MAX_TYPES) return;
    const base = `M_${desc.typeName.replaceAll(/[^A-Za-z0-9_]/g, '_')}`;
    let name = base;
    for (let copy = 2; taken.has(name); copy++) name = `${base}_${copy}`;
    taken.add(name);
    names.set(desc, name);
  };
  add(root);
  // A map gives what is added while it is walked.
  for (const [desc] of names)
    for (const field of desc.fields) if (field.message !== undefined) add(field.message);
  return names;
}

function interfaceOf(desc: DescMessage, name: string, names: Names): string {
  const members = desc.members.map((member) =>
    member.kind === 'oneof' ? oneofMember(member, names) : fieldMember(member, names),
  );
  const all = [`  $typeName: ${JSON.stringify(desc.typeName)};`, ...members];
  return `export interface ${name} {\n${all.join('\n')}\n}`;
}

function oneofMember(oneof: DescOneof, names: Names): string {
  const cases = oneof.fields.map(
    (field) => `{ case: ${JSON.stringify(field.localName)}; value: ${valueType(field, names)} }`,
  );
  return `  ${JSON.stringify(oneof.localName)}: ${[...cases, '{ case: undefined; value?: undefined }'].join(' | ')};`;
}

function fieldMember(field: DescField, names: Names): string {
  const mark = isOptional(field) ? '?' : '';
  return `  ${JSON.stringify(field.localName)}${mark}: ${fieldType(field, names)};`;
}

/** Messages, and values whose absence shows. */
function isOptional(field: DescField): boolean {
  if (field.fieldKind === 'list' || field.fieldKind === 'map') return false;
  return field.fieldKind === 'message' || field.presence !== IMPLICIT;
}

/** FeatureSet.FieldPresence.IMPLICIT. */
const IMPLICIT = 2;

function fieldType(field: DescField, names: Names): string {
  if (field.fieldKind === 'list') return `(${elementType(field, names)})[]`;
  if (field.fieldKind === 'map') return `{ [key: string]: ${elementType(field, names)} }`;
  return valueType(field, names);
}

/** Wrapper messages outside of lists and maps are the values themselves. */
function valueType(field: DescField, names: Names): string {
  if (field.message !== undefined && field.fieldKind === 'message' && isWrapperDesc(field.message)) {
    const [value] = field.message.fields;
    if (value?.scalar !== undefined) return scalarType(value.scalar);
  }
  return elementType(field, names);
}

function elementType(field: DescField, names: Names): string {
  if (field.message !== undefined) {
    if (field.message.typeName === 'google.protobuf.Struct' && field.fieldKind === 'message')
      return '{ [key: string]: Json }';
    return names.get(field.message) ?? 'object';
  }
  if (field.enum !== undefined) return 'number';
  return field.scalar === undefined ? 'unknown' : scalarType(field.scalar);
}

function scalarType(type: ScalarType): string {
  switch (type) {
    case ScalarType.STRING:
      return 'string';
    case ScalarType.BYTES:
      return 'Uint8Array';
    case ScalarType.BOOL:
      return 'boolean';
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return 'bigint';
    default:
      return 'number';
  }
}

import { create, toBinary } from '@bufbuild/protobuf';
import {
  DescriptorProtoSchema,
  DescriptorProto_ExtensionRangeSchema,
  Edition,
  EnumDescriptorProtoSchema,
  EnumOptionsSchema,
  EnumValueDescriptorProtoSchema,
  FeatureSet_EnumType,
  FeatureSet_FieldPresence,
  FeatureSet_MessageEncoding,
  FeatureSet_RepeatedFieldEncoding,
  FeatureSet_Utf8Validation,
  FeatureSetSchema,
  FieldDescriptorProtoSchema,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldOptionsSchema,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
  MessageOptionsSchema,
  OneofDescriptorProtoSchema,
  type DescriptorProto,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorSet,
} from '@bufbuild/protobuf/wkt';
import { loadSchema, type Schema } from '#libs/descriptors';

/** Keyword of a field's type; `enum:E0` and `message:M1` name a declaration, `known:Timestamp` a message of google.protobuf. */
export type TypeSpec = string;

/** A field of a made-up message; what its syntax can't say is bent to what it can. */
export interface FieldSpec {
  readonly number: number;
  readonly name: string;
  /** Default: the name. */
  readonly jsonName?: string;
  readonly type: TypeSpec;
  readonly label: 'implicit' | 'explicit' | 'required' | 'repeated' | 'map';
  readonly packed: boolean;
  readonly delimited: boolean;
  readonly strictUtf8: boolean;
  readonly mapKey: string;
  /** Name of the oneof that it is a member of. */
  readonly oneof: string | null;
  /** Text of the default as in a descriptor. */
  readonly default: string | null;
  /** Declared as an extension of its message. */
  readonly extension: boolean;
}

export interface EnumSpec {
  readonly name: string;
  readonly closed: boolean;
  readonly numbers: readonly number[];
  /** Names of numbers, instead of `<enum>_<number>`. */
  readonly names?: Readonly<Record<number, string>>;
}

export interface MessageSpec {
  readonly name: string;
  readonly fields: readonly FieldSpec[];
}

/** A made-up schema of one file, package `t`. */
export interface SchemaSpec {
  readonly syntax: 'proto2' | 'proto3' | 'editions';
  readonly messages: readonly MessageSpec[];
  readonly enums: readonly EnumSpec[];
}

const TYPES: Readonly<Record<string, FieldDescriptorProto_Type>> = {
  double: FieldDescriptorProto_Type.DOUBLE,
  float: FieldDescriptorProto_Type.FLOAT,
  int64: FieldDescriptorProto_Type.INT64,
  uint64: FieldDescriptorProto_Type.UINT64,
  int32: FieldDescriptorProto_Type.INT32,
  fixed64: FieldDescriptorProto_Type.FIXED64,
  fixed32: FieldDescriptorProto_Type.FIXED32,
  bool: FieldDescriptorProto_Type.BOOL,
  string: FieldDescriptorProto_Type.STRING,
  bytes: FieldDescriptorProto_Type.BYTES,
  uint32: FieldDescriptorProto_Type.UINT32,
  sfixed32: FieldDescriptorProto_Type.SFIXED32,
  sfixed64: FieldDescriptorProto_Type.SFIXED64,
  sint32: FieldDescriptorProto_Type.SINT32,
  sint64: FieldDescriptorProto_Type.SINT64,
};

/** Keywords of all scalar types. */
export const SCALARS: readonly string[] = Object.keys(TYPES);

/** Types that a map's key may have. */
export const MAP_KEYS: readonly string[] = SCALARS.filter(
  (type) => !['double', 'float', 'bytes'].includes(type),
);

/** A field `f<number>` with nothing special. */
export function plainField(number: number, type: TypeSpec, more: Partial<FieldSpec> = {}): FieldSpec {
  return {
    number,
    name: `f${number}`,
    type,
    label: 'explicit',
    packed: true,
    delimited: false,
    strictUtf8: true,
    mapKey: 'string',
    oneof: null,
    default: null,
    extension: false,
    ...more,
  };
}

/** Makes the schema, without a compiler. */
export function schemaOf(spec: SchemaSpec): Schema {
  const set = descriptorSet(spec);
  return loadSchema(toBinary(FileDescriptorSetSchema, set), { rootFiles: ['t.proto'] });
}

/** The descriptors of a made-up schema. */
export function descriptorSet(spec: SchemaSpec): FileDescriptorSet {
  const extensions = spec.messages.flatMap((message) =>
    message.fields.filter((field) => isExtension(spec, field)).map((field) => ({ message, field })),
  );
  const types = new Set(spec.messages.flatMap(({ fields }) => fields.map(({ type }) => type)));
  const known = KNOWN_FILES.filter((known) =>
    known.messages.some(({ name }) => types.has(`known:${name}`)),
  ).map(({ proto }) => proto);
  const file = create(FileDescriptorProtoSchema, {
    name: 't.proto',
    package: 't',
    dependency: known.map(({ name }) => name),
    messageType: spec.messages.map((message) => messageProto(spec, message)),
    enumType: spec.enums.map((one) => enumProto(spec, one)),
    extension: extensions.map(({ message, field }) => ({
      ...fieldProto(
        spec,
        message,
        { ...field, oneof: null, name: `${message.name.toLowerCase()}_${field.name}` },
        [],
      ),
      extendee: `.t.${message.name}`,
    })),
    ...(spec.syntax === 'editions'
      ? { syntax: 'editions', edition: Edition.EDITION_2023 }
      : { syntax: spec.syntax === 'proto3' ? 'proto3' : '' }),
  });
  return create(FileDescriptorSetSchema, { file: [...known, file] });
}

const KNOWN_FILES = [
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
];

function isKnown(type: TypeSpec): boolean {
  return type.startsWith('known:');
}

function isMessageType(type: TypeSpec): boolean {
  return type.startsWith('message:') || isKnown(type);
}

function isExtension(spec: SchemaSpec, field: FieldSpec): boolean {
  const allowed = field.label === 'explicit' || field.label === 'repeated' || field.label === 'implicit';
  return field.extension && allowed && spec.syntax !== 'proto3';
}

function messageProto(spec: SchemaSpec, message: MessageSpec): DescriptorProto {
  const own = message.fields.filter((field) => !isExtension(spec, field));
  const extended = message.fields.filter((field) => isExtension(spec, field));
  const oneofs = [...new Set(own.filter((field) => isMember(field)).map((field) => field.oneof ?? ''))];
  const synthetic = own.filter((field) => isProto3Optional(spec, field)).map((field) => `_${field.name}`);
  const names = [...oneofs, ...synthetic];
  return create(DescriptorProtoSchema, {
    name: message.name,
    field: own.map((field) => fieldProto(spec, message, field, names)),
    nestedType: own.filter((field) => field.label === 'map').map((field) => entryProto(spec, message, field)),
    oneofDecl: names.map((name) => create(OneofDescriptorProtoSchema, { name })),
    extensionRange: extended.map(({ number }) =>
      create(DescriptorProto_ExtensionRangeSchema, { start: number, end: number + 1 }),
    ),
  });
}

function isMember(field: FieldSpec): boolean {
  return field.oneof !== null && (field.label === 'explicit' || field.label === 'implicit');
}

function isProto3Optional(spec: SchemaSpec, field: FieldSpec): boolean {
  if (spec.syntax !== 'proto3' || isMember(field) || isMessageType(field.type)) return false;
  return field.label === 'explicit' || field.label === 'required';
}

function fieldProto(
  spec: SchemaSpec,
  message: MessageSpec,
  field: FieldSpec,
  oneofs: readonly string[],
): FieldDescriptorProto {
  const proto = create(FieldDescriptorProtoSchema, {
    name: field.name,
    number: field.number,
    jsonName: field.jsonName ?? field.name,
    label: labelOf(spec, field),
  });
  if (field.label === 'map') {
    proto.type = FieldDescriptorProto_Type.MESSAGE;
    proto.typeName = `.t.${message.name}.${entryName(field)}`;
  } else setType(spec, proto, field.type, field.delimited);
  if (isMember(field)) proto.oneofIndex = oneofs.indexOf(field.oneof ?? '');
  if (isProto3Optional(spec, field)) {
    proto.proto3Optional = true;
    proto.oneofIndex = oneofs.indexOf(`_${field.name}`);
  }
  if (field.default !== null && mayHaveDefault(spec, field)) proto.defaultValue = field.default;
  setOptions(spec, proto, field);
  return proto;
}

function labelOf(spec: SchemaSpec, field: FieldSpec): FieldDescriptorProto_Label {
  if (field.label === 'repeated' || field.label === 'map') return FieldDescriptorProto_Label.REPEATED;
  const required = field.label === 'required' && spec.syntax === 'proto2';
  return required ? FieldDescriptorProto_Label.REQUIRED : FieldDescriptorProto_Label.OPTIONAL;
}

function setType(spec: SchemaSpec, proto: FieldDescriptorProto, type: TypeSpec, delimited: boolean): void {
  const [kind = '', name] = type.split(':');
  if (kind === 'enum') proto.type = FieldDescriptorProto_Type.ENUM;
  else if (kind === 'message' || kind === 'known') {
    const group = delimited && spec.syntax === 'proto2';
    proto.type = group ? FieldDescriptorProto_Type.GROUP : FieldDescriptorProto_Type.MESSAGE;
  } else proto.type = TYPES[kind] ?? FieldDescriptorProto_Type.INT32;
  if (name !== undefined) proto.typeName = kind === 'known' ? `.google.protobuf.${name}` : `.t.${name}`;
}

function mayHaveDefault(spec: SchemaSpec, field: FieldSpec): boolean {
  if (spec.syntax === 'proto3' || isMessageType(field.type)) return false;
  return (
    presenceOf(spec, field) !== FeatureSet_FieldPresence.IMPLICIT &&
    field.label !== 'repeated' &&
    field.label !== 'map'
  );
}

function presenceOf(spec: SchemaSpec, field: FieldSpec): FeatureSet_FieldPresence {
  if (isMember(field) || isMessageType(field.type)) {
    return field.label === 'required'
      ? FeatureSet_FieldPresence.LEGACY_REQUIRED
      : FeatureSet_FieldPresence.EXPLICIT;
  }
  if (field.label === 'required') return FeatureSet_FieldPresence.LEGACY_REQUIRED;
  const closed = spec.enums.some((one) => one.closed && field.type === `enum:${one.name}`);
  const implicit = field.label === 'implicit' && !closed && !field.extension && spec.syntax !== 'proto2';
  return implicit ? FeatureSet_FieldPresence.IMPLICIT : FeatureSet_FieldPresence.EXPLICIT;
}

function setOptions(spec: SchemaSpec, proto: FieldDescriptorProto, field: FieldSpec): void {
  const packable = isPackable(field);
  if (spec.syntax !== 'editions') {
    if (packable) proto.options = create(FieldOptionsSchema, { packed: field.packed });
    return;
  }
  const features = create(FeatureSetSchema, {});
  if (packable) {
    features.repeatedFieldEncoding = field.packed
      ? FeatureSet_RepeatedFieldEncoding.PACKED
      : FeatureSet_RepeatedFieldEncoding.EXPANDED;
  }
  const singular = field.label !== 'repeated' && field.label !== 'map';
  if (singular && !isMember(field)) features.fieldPresence = presenceOf(spec, field);
  if (isMessageType(field.type) && field.delimited && field.label !== 'map') {
    features.messageEncoding = FeatureSet_MessageEncoding.DELIMITED;
  }
  const text = field.type === 'string' || (field.label === 'map' && field.mapKey === 'string');
  if (text && !field.strictUtf8) features.utf8Validation = FeatureSet_Utf8Validation.NONE;
  proto.options = create(FieldOptionsSchema, { features });
}

function isPackable(field: FieldSpec): boolean {
  if (field.label !== 'repeated' || isMessageType(field.type)) return false;
  return field.type !== 'string' && field.type !== 'bytes';
}

function entryName(field: FieldSpec): string {
  return `${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}Entry`;
}

function entryProto(spec: SchemaSpec, message: MessageSpec, field: FieldSpec): DescriptorProto {
  const plain = { ...field, label: 'explicit', oneof: null, default: null, extension: false } as const;
  const parts = [
    { name: 'key', number: 1, type: field.mapKey },
    { name: 'value', number: 2, type: field.type },
  ];
  return create(DescriptorProtoSchema, {
    name: entryName(field),
    options: create(MessageOptionsSchema, { mapEntry: true }),
    field: parts.map((part) => {
      const proto = fieldProto(
        { ...spec, syntax: 'proto2' },
        message,
        { ...plain, ...part, delimited: false },
        [],
      );
      delete proto.options;
      return proto;
    }),
  });
}

function enumProto(spec: SchemaSpec, one: EnumSpec): EnumDescriptorProto {
  const open = spec.syntax === 'proto3' || (spec.syntax === 'editions' && !one.closed);
  // An open enum starts with zero.
  const numbers = open ? [0, ...one.numbers.filter((number) => number !== 0)] : one.numbers;
  const proto = create(EnumDescriptorProtoSchema, {
    name: one.name,
    value: numbers.map((number) =>
      create(EnumValueDescriptorProtoSchema, {
        name: one.names?.[number] ?? `${one.name}_${number < 0 ? `N${-number}` : number}`,
        number,
      }),
    ),
  });
  if (spec.syntax === 'editions' && one.closed) {
    proto.options = create(EnumOptionsSchema, {
      features: create(FeatureSetSchema, { enumType: FeatureSet_EnumType.CLOSED }),
    });
  }
  return proto;
}

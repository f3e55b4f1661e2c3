import { create, createFileRegistry, type FileRegistry } from '@bufbuild/protobuf';
import {
  DescriptorProtoSchema,
  Edition,
  EnumDescriptorProtoSchema,
  FeatureSet_EnumType,
  FeatureSet_FieldPresence,
  FeatureSet_MessageEncoding,
  FeatureSet_RepeatedFieldEncoding,
  FeatureSet_Utf8Validation,
  FeatureSetSchema,
  FieldDescriptorProtoSchema,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  OneofDescriptorProtoSchema,
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
  type DescriptorProto,
  type FieldDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { protoCamelCase } from '@bufbuild/protobuf/reflect';
import type { Random } from './random.js';

const SCALARS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 15, 16, 17, 18] as const;
const KEYS = [3, 4, 5, 6, 7, 8, 9, 13, 15, 16, 17, 18] as const;
const MESSAGES = ['.r.M0', '.r.M1', '.r.M2', '.r.M3'];
const WELL_KNOWN = [
  'Timestamp',
  'Duration',
  'Int64Value',
  'StringValue',
  'BytesValue',
  'Struct',
  'Value',
  'Any',
];
const WELL_KNOWN_FILES = [
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
];

/** Names that trip code which keys objects by them. */
const NAMES = ['__proto__', 'constructor', 'toString', 'a_b', 'aB2', 'default', 'x'];

/** A registry of edition 2023 with messages r.M0 to r.M3 that refer to each other, enums open and closed, and an extension of each. */
export function randomRegistry(random: Random): FileRegistry {
  const file = create(FileDescriptorProtoSchema, {
    name: 'r.proto',
    package: 'r',
    syntax: 'editions',
    edition: Edition.EDITION_2023,
    dependency: WELL_KNOWN_FILES.map((one) => one.proto.name),
    messageType: MESSAGES.map((name) => randomMessageType(random, name.slice(3))),
    enumType: [
      enumOf('E0', FeatureSet_EnumType.OPEN, [0, 1, 2, -1]),
      enumOf('E1', FeatureSet_EnumType.CLOSED, [0, 3, 100]),
    ],
    extension: MESSAGES.map((extendee, index) => ({
      ...randomField(random, 1000, `ext${index}`, true),
      extendee,
    })),
  });
  return createFileRegistry(
    create(FileDescriptorSetSchema, { file: [...WELL_KNOWN_FILES.map((one) => one.proto), file] }),
  );
}

function enumOf(name: string, enumType: FeatureSet_EnumType, numbers: readonly number[]) {
  return create(EnumDescriptorProtoSchema, {
    name,
    options: { features: create(FeatureSetSchema, { enumType }) },
    value: numbers.map((number, index) => ({ name: `${name}_V${index}`, number })),
  });
}

function randomMessageType(random: Random, name: string): DescriptorProto {
  const message = create(DescriptorProtoSchema, { name, extensionRange: [{ start: 1000, end: 2000 }] });
  const count = random.below(9);
  let number = 0;
  for (let index = 0; index < count; index += 1) {
    number += random.once(5) ? 1 + random.below(40) : 1;
    const fieldName = random.once(6) ? random.pick(NAMES) : `f${number}`;
    if (message.field.some((one) => similar(one.name) === similar(fieldName))) continue;
    if (random.once(4)) message.field.push(mapField(random, message, number, fieldName));
    else message.field.push(randomField(random, number, fieldName, false));
  }
  joinInOneof(random, message);
  return message;
}

const similar = (name: string): string => name.replaceAll('_', '').toLowerCase();

/** Puts the singular fields with explicit presence of a message into one oneof, now and then. */
function joinInOneof(random: Random, message: DescriptorProto): void {
  const members = message.field.filter(
    (field) =>
      field.label === Label.OPTIONAL &&
      (field.options?.features?.fieldPresence ?? FeatureSet_FieldPresence.EXPLICIT) ===
        FeatureSet_FieldPresence.EXPLICIT,
  );
  if (members.length < 2 || random.once(2)) return;
  message.oneofDecl.push(create(OneofDescriptorProtoSchema, { name: 'choice' }));
  for (const member of members) member.oneofIndex = 0;
}

function randomField(random: Random, number: number, name: string, extension: boolean): FieldDescriptorProto {
  const repeated = random.once(3);
  const type = randomType(random);
  const features = create(FeatureSetSchema, {});
  const isMessage = type.type === Type.MESSAGE;
  if (!repeated && !isMessage && !extension) features.fieldPresence = randomPresence(random);
  if (repeated && !isMessage && type.type !== Type.STRING && type.type !== Type.BYTES)
    features.repeatedFieldEncoding = random.pick([
      FeatureSet_RepeatedFieldEncoding.PACKED,
      FeatureSet_RepeatedFieldEncoding.EXPANDED,
    ]);
  if (isMessage && random.once(3)) features.messageEncoding = FeatureSet_MessageEncoding.DELIMITED;
  if (type.type === Type.STRING && random.once(2)) features.utf8Validation = FeatureSet_Utf8Validation.NONE;
  if (type.typeName === '.r.E1' && features.fieldPresence === FeatureSet_FieldPresence.IMPLICIT)
    features.fieldPresence = FeatureSet_FieldPresence.EXPLICIT;
  return create(FieldDescriptorProtoSchema, {
    name,
    number,
    jsonName: protoCamelCase(name),
    label: repeated ? Label.REPEATED : Label.OPTIONAL,
    ...type,
    options: { features },
  });
}

function randomPresence(random: Random): FeatureSet_FieldPresence {
  if (random.once(12)) return FeatureSet_FieldPresence.LEGACY_REQUIRED;
  return random.pick([FeatureSet_FieldPresence.EXPLICIT, FeatureSet_FieldPresence.IMPLICIT]);
}

function randomType(random: Random): { type: Type; typeName?: string } {
  switch (random.below(8)) {
    case 0:
      return { type: Type.MESSAGE, typeName: random.pick(MESSAGES) };
    case 1:
      return { type: Type.MESSAGE, typeName: `.google.protobuf.${random.pick(WELL_KNOWN)}` };
    case 2:
      return { type: Type.ENUM, typeName: random.pick(['.r.E0', '.r.E1']) };
    case 3:
      return { type: Type.STRING };
    default:
      return { type: random.pick(SCALARS) as Type };
  }
}

function mapField(
  random: Random,
  owner: DescriptorProto,
  number: number,
  name: string,
): FieldDescriptorProto {
  const entry = `${camel(name)}Entry`;
  const part = (fieldName: string, partNumber: number, type: { type: Type; typeName?: string }) =>
    create(FieldDescriptorProtoSchema, {
      name: fieldName,
      number: partNumber,
      label: Label.OPTIONAL,
      ...type,
    });
  owner.nestedType.push(
    create(DescriptorProtoSchema, {
      name: entry,
      options: { mapEntry: true },
      field: [part('key', 1, { type: random.pick(KEYS) as Type }), part('value', 2, randomType(random))],
    }),
  );
  return create(FieldDescriptorProtoSchema, {
    name,
    number,
    jsonName: protoCamelCase(name),
    label: Label.REPEATED,
    type: Type.MESSAGE,
    typeName: `.r.${owner.name}.${entry}`,
  });
}

const camel = (name: string): string =>
  name.replace(/(?:^|_)([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());

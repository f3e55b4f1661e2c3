import { create, isFieldSet } from '@bufbuild/protobuf';
import {
  FieldDescriptorProtoSchema,
  FieldOptionsSchema,
  OneofDescriptorProtoSchema,
  OneofOptionsSchema,
  type DescriptorProto,
  type FieldDescriptorProto,
  type OneofDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { oneofIndexOf } from '../load/check-messages.js';
import { jsonNameOf } from '../load/fill-json-names.js';
import { compareText } from '../compare-text.js';
import { canonicalOptions } from './canonical-options.js';

/** Fields and oneofs of a message in their canonical order. */
export interface CanonicalMembers {
  readonly field: FieldDescriptorProto[];
  readonly oneofDecl: OneofDescriptorProto[];
}

interface OneofFacts {
  readonly index: number;
  readonly lowest: number;
  readonly synthetic: boolean;
}

/**
 * Fields by number, the members of a oneof together at its lowest number: protobuf demands that they are declared in a row.
 * Oneofs by lowest number, those that only stand for an optional field last, which protobuf demands too.
 */
export function canonicalMembers(proto: DescriptorProto): CanonicalMembers {
  const facts = oneofFacts(proto);
  const ordered = [...facts].sort(
    (one, other) => Number(one.synthetic) - Number(other.synthetic) || one.lowest - other.lowest,
  );
  const newIndexOf = new Map(ordered.map((oneof, index) => [oneof.index, index]));
  const placeOf = (field: FieldDescriptorProto): number =>
    facts[oneofIndexOf(field) ?? -1]?.lowest ?? field.number;
  const fields = [...proto.field].sort(
    (one, other) => placeOf(one) - placeOf(other) || one.number - other.number,
  );
  return {
    field: fields.map((field) => {
      const copy = canonicalField(field);
      const index = newIndexOf.get(oneofIndexOf(field) ?? -1);
      if (index !== undefined) copy.oneofIndex = index;
      return copy;
    }),
    oneofDecl: ordered.flatMap(({ index }) => proto.oneofDecl[index] ?? []).map(canonicalOneof),
  };
}

/** Extensions by what they extend, then number. Their JSON name can not be chosen, so it is always the derived one. */
export function canonicalExtensions(extensions: readonly FieldDescriptorProto[]): FieldDescriptorProto[] {
  return [...extensions]
    .sort((one, other) => compareText(one.extendee, other.extendee) || one.number - other.number)
    .map((extension) => {
      const copy = canonicalField(extension);
      copy.extendee = extension.extendee;
      copy.jsonName = jsonNameOf(extension.name);
      return copy;
    });
}

function oneofFacts(proto: DescriptorProto): readonly OneofFacts[] {
  const lowest = proto.oneofDecl.map(() => Infinity);
  const synthetic = proto.oneofDecl.map(() => false);
  for (const field of proto.field) {
    const index = oneofIndexOf(field);
    if (index === null) continue;
    lowest[index] = Math.min(lowest[index] ?? Infinity, field.number);
    if (field.proto3Optional) synthetic[index] = true;
  }
  return lowest.map((number, index) => ({ index, lowest: number, synthetic: synthetic[index] ?? false }));
}

function canonicalField(field: FieldDescriptorProto): FieldDescriptorProto {
  const copy = create(FieldDescriptorProtoSchema);
  copy.name = field.name;
  copy.number = field.number;
  copy.label = field.label;
  copy.type = field.type;
  if (field.typeName !== '') copy.typeName = field.typeName;
  if (isFieldSet(field, FieldDescriptorProtoSchema.field.defaultValue))
    copy.defaultValue = field.defaultValue;
  copy.jsonName = field.jsonName;
  const options = canonicalOptions(FieldOptionsSchema, field.options);
  if (options !== undefined) copy.options = options;
  if (field.proto3Optional) copy.proto3Optional = true;
  return copy;
}

function canonicalOneof(oneof: OneofDescriptorProto): OneofDescriptorProto {
  const copy = create(OneofDescriptorProtoSchema);
  copy.name = oneof.name;
  const options = canonicalOptions(OneofOptionsSchema, oneof.options);
  if (options !== undefined) copy.options = options;
  return copy;
}

import { create, isFieldSet } from '@bufbuild/protobuf';
import {
  EnumDescriptorProtoSchema,
  EnumOptionsSchema,
  EnumValueDescriptorProtoSchema,
  EnumValueOptionsSchema,
  type EnumDescriptorProto,
  type EnumValueDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { canonicalOptions } from './canonical-options.js';
import { canonicalEnumReserved, canonicalNames } from './canonical-ranges.js';

/** The first value stays, since it is the default; the others by number, aliases in the order of the source. */
export function canonicalEnum(proto: EnumDescriptorProto): EnumDescriptorProto {
  const copy = create(EnumDescriptorProtoSchema);
  copy.name = proto.name;
  const [first, ...others] = proto.value;
  if (first !== undefined) copy.value.push(canonicalValue(first));
  for (const value of others.sort((one, other) => one.number - other.number))
    copy.value.push(canonicalValue(value));
  const options = canonicalOptions(EnumOptionsSchema, proto.options);
  if (options !== undefined) copy.options = options;
  copy.reservedRange = canonicalEnumReserved(proto.reservedRange);
  copy.reservedName = canonicalNames(proto.reservedName);
  if (isFieldSet(proto, EnumDescriptorProtoSchema.field.visibility) && proto.visibility !== 0)
    copy.visibility = proto.visibility;
  return copy;
}

function canonicalValue(value: EnumValueDescriptorProto): EnumValueDescriptorProto {
  const copy = create(EnumValueDescriptorProtoSchema);
  copy.name = value.name;
  copy.number = value.number;
  const options = canonicalOptions(EnumValueOptionsSchema, value.options);
  if (options !== undefined) copy.options = options;
  return copy;
}

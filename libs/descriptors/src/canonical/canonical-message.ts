import { create } from '@bufbuild/protobuf';
import {
  DescriptorProtoSchema,
  MessageOptionsSchema,
  type DescriptorProto,
  type EnumDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { compareText } from '../compare-text.js';
import { canonicalEnum } from './canonical-enum.js';
import { canonicalExtensions, canonicalMembers } from './canonical-fields.js';
import { canonicalOptions, shellOptions } from './canonical-options.js';
import { canonicalExtensionRanges, canonicalNames, canonicalReserved } from './canonical-ranges.js';
import type { Reached } from './reach.js';

/**
 * What the roots need of some messages, in their order but for map entries: those come last, by name, since compilers put them where
 * the field happened to stand.
 */
export function canonicalMessages(
  protos: readonly DescriptorProto[],
  reached: Reached,
  inRoot: boolean,
): DescriptorProto[] {
  const kept = protos.filter((proto) => reached.whole.has(proto) || reached.containers.has(proto));
  const declared = kept.filter((proto) => proto.options?.mapEntry !== true);
  const entries = kept.filter((proto) => proto.options?.mapEntry === true);
  return [...declared, ...byName(entries)].map((proto) => canonicalMessage(proto, reached, inRoot));
}

/** What the roots need of some enums, by name: nothing counts them. */
export function canonicalEnums(
  protos: readonly EnumDescriptorProto[],
  reached: Reached,
): EnumDescriptorProto[] {
  return byName(protos.filter((proto) => reached.whole.has(proto))).map(canonicalEnum);
}

function canonicalMessage(proto: DescriptorProto, reached: Reached, inRoot: boolean): DescriptorProto {
  const copy = create(DescriptorProtoSchema);
  copy.name = proto.name;
  copy.nestedType = canonicalMessages(proto.nestedType, reached, inRoot);
  copy.enumType = canonicalEnums(proto.enumType, reached);
  if (proto.visibility !== 0) copy.visibility = proto.visibility;
  const whole = reached.whole.has(proto);
  const options = whole ? canonicalOptions(MessageOptionsSchema, proto.options) : shellOptions(proto.options);
  if (options !== undefined) copy.options = options;
  if (!whole) return copy;
  const { field, oneofDecl } = canonicalMembers(proto);
  copy.field = field;
  copy.oneofDecl = oneofDecl;
  copy.extensionRange = canonicalExtensionRanges(proto.extensionRange);
  copy.reservedRange = canonicalReserved(proto.reservedRange);
  copy.reservedName = canonicalNames(proto.reservedName);
  if (inRoot) copy.extension = canonicalExtensions(proto.extension);
  return copy;
}

function byName<T extends { readonly name: string }>(protos: readonly T[]): T[] {
  return [...protos].sort((one, other) => compareText(one.name, other.name));
}

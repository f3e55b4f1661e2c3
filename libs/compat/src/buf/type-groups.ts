import { FieldDescriptorProto_Type as Type } from '@bufbuild/protobuf/wkt';
import { changedType } from './changed-type.js';
import type { BufComplaint, Views } from './define-buf-rule.js';
import { kindOf, typeNameOf } from './field-kind.js';
import type { EnumNode, FieldNode } from './model.js';

/** Types that may take each other's place; a type that is in none stands alone. */
export type TypeGroups = readonly (readonly Type[])[];

/** Groups of FIELD_WIRE_COMPATIBLE_TYPE. **Source** buf-rules, table of rules. */
export const WIRE_GROUPS: TypeGroups = [
  [Type.INT32, Type.INT64, Type.UINT32, Type.UINT64, Type.BOOL],
  [Type.SINT32, Type.SINT64],
  [Type.FIXED32, Type.SFIXED32],
  [Type.FIXED64, Type.SFIXED64],
];

/** Groups of FIELD_WIRE_JSON_COMPATIBLE_TYPE. */
export const WIRE_JSON_GROUPS: TypeGroups = [
  [Type.INT32, Type.UINT32],
  [Type.INT64, Type.UINT64],
  [Type.FIXED32, Type.SFIXED32],
  [Type.FIXED64, Type.SFIXED64],
];

/** Complains of a type of another group, and of another message or enum. `allows`: pairs of types that pass all the same. */
export function checkTypeGroups(
  before: FieldNode,
  after: FieldNode,
  views: Views,
  groups: TypeGroups,
  allows: (from: Type, to: Type) => boolean = () => false,
): readonly BufComplaint[] {
  const [from, to] = [kindOf(before, views.before), kindOf(after, views.after)];
  if (from !== to) {
    const together = groups.some((group) => group.includes(from) && group.includes(to));
    return together || allows(from, to) ? [] : [changedType(before, after, views)];
  }
  if (typeNameOf(before.proto) === typeNameOf(after.proto)) return [];
  if (to === Type.ENUM && isWiderEnum(before, after, views)) return [];
  return [changedType(before, after, views)];
}

/** Whether the new enum has the old one's short name and all of its values. */
function isWiderEnum(before: FieldNode, after: FieldNode, views: Views): boolean {
  const earlier = views.before.enums.get(typeNameOf(before.proto));
  const later = views.after.enums.get(typeNameOf(after.proto));
  if (earlier === undefined || later === undefined || earlier.proto.name !== later.proto.name) return false;
  const has = valuesOf(later);
  return [...valuesOf(earlier)].every((value) => has.has(value));
}

function valuesOf({ proto }: EnumNode): ReadonlySet<string> {
  return new Set(proto.value.map(({ name, number }) => `${number} ${name}`));
}

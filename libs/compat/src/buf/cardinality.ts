import {
  FeatureSet_FieldPresence,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
} from '@bufbuild/protobuf/wkt';
import type { BufComplaint, Views } from './define-buf-rule.js';
import { isMap } from './field-kind.js';
import type { View } from './image.js';
import type { FieldNode } from './model.js';
import { describeBufField, fieldPath } from './name-element.js';
import { placeOf } from './place.js';

/** How often a field may be there, and how its absence shows. */
export type Cardinality =
  'optional with explicit presence' | 'optional with implicit presence' | 'required' | 'repeated' | 'map';

/** The cardinality of a field. */
export function cardinalityOf(field: FieldNode, view: View): Cardinality {
  const { label, type, extendee, proto3Optional } = field.proto;
  if (isMap(field, view)) return 'map';
  if (label === FieldDescriptorProto_Label.REPEATED) return 'repeated';
  const { presence } = field.features;
  if (label === FieldDescriptorProto_Label.REQUIRED || presence === FeatureSet_FieldPresence.LEGACY_REQUIRED)
    return 'required';
  const { GROUP, MESSAGE } = FieldDescriptorProto_Type;
  const isMessage = type === GROUP || type === MESSAGE;
  if (isMessage || proto3Optional || field.oneof !== null || extendee !== '')
    return 'optional with explicit presence';
  return presence === FeatureSet_FieldPresence.IMPLICIT
    ? 'optional with implicit presence'
    : 'optional with explicit presence';
}

/** Complains of a cardinality of another group; keys and values of maps have none of their own. */
export function checkCardinality(
  before: FieldNode,
  after: FieldNode,
  views: Views,
  groupOf: (cardinality: Cardinality) => string,
): readonly BufComplaint[] {
  if (before.parent?.isMapEntry === true && after.parent?.isMapEntry === true) return [];
  const [from, to] = [cardinalityOf(before, views.before), cardinalityOf(after, views.after)];
  if (groupOf(from) === groupOf(to)) return [];
  return [
    {
      message: `${describeBufField(after)} changed from ${from} to ${to}.`,
      path: fieldPath(after),
      before: placeOf(before),
      after: placeOf(after),
    },
  ];
}

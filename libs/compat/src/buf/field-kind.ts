import {
  FeatureSet_MessageEncoding,
  FieldDescriptorProto_Type,
  type FieldDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import type { View } from './image.js';
import type { FieldNode } from './model.js';

const { GROUP, MESSAGE, ENUM } = FieldDescriptorProto_Type;

/** The type of a field once features are resolved: a delimited message is a group. */
export function kindOf(field: FieldNode, view: View): FieldDescriptorProto_Type {
  const { type } = field.proto;
  const delimited = field.features.encoding === FeatureSet_MessageEncoding.DELIMITED;
  // Maps and what is in them are never delimited.
  if (type !== MESSAGE || !delimited || field.parent?.isMapEntry === true) return type;
  return isMap(field, view) ? MESSAGE : GROUP;
}

/** Whether a field is a map. */
export function isMap({ proto }: FieldNode, view: View): boolean {
  return proto.type === MESSAGE && view.messages.get(typeNameOf(proto))?.isMapEntry === true;
}

/** Full name of a field's message or enum; empty for other types. */
export function typeNameOf({ typeName }: FieldDescriptorProto): string {
  return typeName.replace(/^\./, '');
}

/** Whether a type is told by a name. */
export function isNamed(kind: FieldDescriptorProto_Type): boolean {
  return kind === GROUP || kind === MESSAGE || kind === ENUM;
}

/** A type in words. */
export function describeKind(field: FieldNode, view: View): string {
  const kind = kindOf(field, view);
  if (isNamed(kind))
    return `${FieldDescriptorProto_Type[kind]?.toLowerCase() ?? ''} ${typeNameOf(field.proto)}`;
  return FieldDescriptorProto_Type[kind]?.toLowerCase() ?? String(kind);
}

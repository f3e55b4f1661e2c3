import type { FieldDescriptorProto_Type } from '@bufbuild/protobuf/wkt';
import type { BufComplaint, Views } from './define-buf-rule.js';
import { describeKind, isNamed, kindOf } from './field-kind.js';
import type { FieldNode } from './model.js';
import { describeBufField, fieldPath } from './name-element.js';
import { partOf, type Place } from './place.js';

const TYPE: readonly number[] = [5];
const TYPE_NAME: readonly number[] = [6];

/** A complaint that a field has another type; buf points at the type, or at its name when it has one. */
export function changedType(before: FieldNode, after: FieldNode, views: Views): BufComplaint {
  const [from, to] = [describeKind(before, views.before), describeKind(after, views.after)];
  return {
    message: `${describeBufField(after)} changed type from ${from} to ${to}.`,
    path: fieldPath(after),
    before: typePlace(before, kindOf(before, views.before)),
    after: typePlace(after, kindOf(after, views.after)),
  };
}

function typePlace(field: FieldNode, kind: FieldDescriptorProto_Type): Place {
  // A map has a type's name only, whatever its keys and values are.
  return isNamed(kind) ? partOf(field, TYPE_NAME) : partOf(field, TYPE, TYPE_NAME);
}

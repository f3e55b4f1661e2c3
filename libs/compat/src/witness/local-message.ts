import { create, fromJson, toJson, type JsonValue, type Message } from '@bufbuild/protobuf';
import { isWrapperDesc } from '@bufbuild/protobuf/wkt';
import type { FieldShape } from '../shape/field-shape.js';
import type { MessageShape } from '../shape/message-shape.js';

// protobuf-es holds a Struct in a field as its JSON, and a wrapper in a singular field as its value.

/** What protobuf-es holds in a field for a message. */
export function toLocal(field: FieldShape, shape: MessageShape, message: Message): unknown {
  if (isHeldAsJson(field, shape)) return toJson(shape.desc, message);
  return isHeldAsValue(field, shape) ? Reflect.get(message, valueName(shape)) : message;
}

/** The message for which protobuf-es holds a local value in a field. */
export function fromLocal(field: FieldShape, shape: MessageShape, local: unknown): Message {
  if (isHeldAsJson(field, shape)) return fromJson(shape.desc, local as JsonValue);
  if (!isHeldAsValue(field, shape)) return local as Message;
  const message = create(shape.desc);
  Reflect.set(message, valueName(shape), local);
  return message;
}

function isHeldAsJson({ desc }: FieldShape, shape: MessageShape): boolean {
  if (shape.map !== null || shape.typeName !== 'google.protobuf.Struct') return false;
  return (desc.kind === 'extension' ? desc.extendee : desc.parent).typeName !== 'google.protobuf.Value';
}

function isHeldAsValue({ desc }: FieldShape, shape: MessageShape): boolean {
  return (
    shape.map === null &&
    desc.fieldKind === 'message' &&
    desc.oneof === undefined &&
    isWrapperDesc(shape.desc)
  );
}

function valueName(shape: MessageShape): string {
  return shape.desc.fields[0]?.localName ?? 'value';
}

import { FieldDescriptorProto_Type as Type } from '@bufbuild/protobuf/wkt';
import { typeNameOf } from './field-kind.js';
import type { View } from './image.js';
import type { FieldNode } from './model.js';

/** A default: text (bytes too, as their escaped form), or an exact number with whether it is of 32-bit floating point. */
export type DefaultValue =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number; readonly single: boolean };

/** What an unset field reads as. Not for messages, maps and lists. */
export function defaultOf({ proto }: FieldNode, view: View): DefaultValue {
  const { defaultValue: text, type } = proto;
  switch (type) {
    case Type.STRING:
    case Type.BYTES:
      return { kind: 'text', value: text };
    case Type.FLOAT:
    case Type.DOUBLE: {
      const single = type === Type.FLOAT;
      const value = toNumber(text);
      return { kind: 'float', value: single ? Math.fround(value) : value, single };
    }
    case Type.BOOL:
      return { kind: 'integer', value: text === 'true' ? 1n : 0n };
    case Type.ENUM: {
      const values = view.enums.get(typeNameOf(proto))?.proto.value ?? [];
      const number = (text === '' ? values[0] : values.find(({ name }) => name === text))?.number ?? 0;
      return { kind: 'integer', value: BigInt(number) };
    }
    default:
      return { kind: 'integer', value: text === '' ? 0n : BigInt(text) };
  }
}

/** Whether a default is the zero of its type. */
export function isZeroDefault(one: DefaultValue): boolean {
  switch (one.kind) {
    case 'text':
      return one.value === '';
    case 'integer':
      return one.value === 0n;
    case 'float':
      // Minus zero is a value of its own.
      return Object.is(one.value, 0);
  }
}

/** Whether two defaults are equal, whatever the types they are written in; a 32-bit and a 64-bit one as far as 32 bits go. */
export function sameDefault(left: DefaultValue, right: DefaultValue): boolean {
  if (left.kind === 'text' || right.kind === 'text')
    return left.kind === right.kind && left.value === right.value;
  if (left.kind === 'integer' && right.kind === 'integer') return left.value === right.value;
  if (left.kind === 'float' && right.kind === 'float') {
    const [one, other] =
      left.single === right.single
        ? [left.value, right.value]
        : [Math.fround(left.value), Math.fround(right.value)];
    return one === other || (Number.isNaN(one) && Number.isNaN(other));
  }
  const [integer, float] = left.kind === 'integer' ? [left, right] : [right, left];
  return Number.isInteger(float.value) && BigInt(float.value as number) === integer.value;
}

function toNumber(text: string): number {
  switch (text) {
    case '':
      return 0;
    case 'inf':
      return Infinity;
    case '-inf':
      return -Infinity;
    case 'nan':
      return NaN;
    default:
      return Number(text);
  }
}

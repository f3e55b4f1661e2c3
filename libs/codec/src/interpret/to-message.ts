// Covers the objects of protobuf-es: 64-bit integers are bigints (strings for jstype = JS_STRING), a singular wrapper outside a
// oneof is its value, a google.protobuf.Struct is its JSON object unless google.protobuf.Value holds it.
import { create, type DescField, type Message } from '@bufbuild/protobuf';
import { isWrapperDesc } from '@bufbuild/protobuf/wkt';
import { setOwn } from '../json/set-own.js';
import { zeroOf, type Scalar } from '../wire/read-scalar.js';
import { isLong } from '../wire/wire-type.js';
import type { FieldPlan, MessagePlan } from './message-plan.js';
import { MessageNode, type FieldValue, type MapValue, type SingleValue } from './value.js';

/** The message as an object of protobuf-es, as its `create` makes it, in one walk over the members. */
export function toMessage(node: MessageNode): Message {
  return shaped(node, shapeOf(node.plan));
}

function shaped(node: MessageNode, { typeName, prototype, members }: Shape): Message {
  const target: Record<string, unknown> =
    prototype === null
      ? { $typeName: typeName }
      : (Object.create(prototype, { $typeName: ownProperty(typeName) }) as Record<string, unknown>);
  for (let index = 0; index < members.length; index += 1) {
    const member = members[index]!;
    if (member.kind === 'oneof') target[member.name] = oneofValue(node, member.cases);
    else {
      const value = node.values[member.slot];
      if (value !== undefined) target[member.name] = member.convert === null ? value : member.convert(value);
      else if (member.start !== undefined) target[member.name] = member.start();
    }
  }
  if (node.unknown !== null) target['$unknown'] = node.unknown;
  return target as unknown as Message;
}

const ownProperty = (value: unknown): PropertyDescriptor => ({
  value,
  enumerable: true,
  configurable: true,
  writable: true,
});

function oneofValue(
  node: MessageNode,
  cases: readonly Case[],
): { case: string | undefined; value?: unknown } {
  for (let index = 0; index < cases.length; index += 1) {
    const { slot, name, convert } = cases[index]!;
    const value = node.values[slot];
    if (value !== undefined) return { case: name, value: convert === null ? value : convert(value) };
  }
  return { case: undefined };
}

/** A field as an object holds it. */
interface Case {
  readonly slot: number;
  readonly name: string;
  /** Null for what stays as it was read. */
  readonly convert: ((value: FieldValue) => unknown) | null;
}

/** A property of an object. */
type Member =
  | (Case & {
      readonly kind: 'field';
      /** What it is when the field is not set; undefined for a property that is not there then. */
      readonly start: (() => unknown) | undefined;
    })
  | { readonly kind: 'oneof'; readonly name: string; readonly cases: readonly Case[] };

interface Shape {
  readonly typeName: string;
  /** What explicit fields inherit their defaults from; null for a plain object. */
  readonly prototype: object | null;
  readonly members: readonly Member[];
}

const SHAPES = new WeakMap<MessagePlan, Shape>();

function shapeOf(plan: MessagePlan): Shape {
  let shape = SHAPES.get(plan);
  if (shape === undefined) SHAPES.set(plan, (shape = makeShape(plan)));
  return shape;
}

function makeShape(plan: MessagePlan): Shape {
  const example = create(plan.desc);
  const zeros = example as unknown as Readonly<Record<string, unknown>>;
  const fields = new Map(plan.fields.map((field) => [field.desc, field]));
  const caseOf = (desc: DescField): Case => {
    const field = fields.get(desc)!;
    return { slot: field.slot, name: desc.localName, convert: fieldConverter(field) };
  };
  const members = plan.desc.members.map((member): Member => {
    const name = member.localName;
    if (member.kind === 'oneof') return { kind: 'oneof', name, cases: member.fields.map(caseOf) };
    return { kind: 'field', ...caseOf(member), start: startOf(member, zeros) };
  });
  const prototype = Object.getPrototypeOf(example) as object;
  return {
    typeName: plan.desc.typeName,
    prototype: prototype === Object.prototype ? null : prototype,
    members,
  };
}

function startOf(field: DescField, zeros: Readonly<Record<string, unknown>>): (() => unknown) | undefined {
  if (field.fieldKind === 'list') return () => [];
  if (field.fieldKind === 'map') return () => ({});
  if (!Object.hasOwn(zeros, field.localName)) return undefined;
  const zero = zeros[field.localName];
  return () => zero;
}

function fieldConverter(field: FieldPlan): ((value: FieldValue) => unknown) | null {
  const convert = localConverter(field);
  if (field.kind === 'single')
    return convert === identity ? null : (convert as (value: FieldValue) => unknown);
  // What was read belongs to nobody else, so that a list whose items stay what they are stays itself.
  if (field.kind === 'list')
    return convert === identity
      ? null
      : (value) => (value as readonly SingleValue[]).map((item) => convert(item));
  return (value) => {
    const record: Record<string, unknown> = {};
    for (const [key, item] of value as MapValue) setOwn(record, String(key), convert(item));
    return record;
  };
}

const identity = (value: SingleValue): unknown => value;
const toBigInt = (value: SingleValue): unknown => BigInt(value as number | bigint);

/** What protobuf-es has in its objects for one value of a field. */
export function localConverter(field: FieldPlan): (value: SingleValue) => unknown {
  const { desc, kind, value } = field;
  if (desc.message === undefined) {
    if (value.scalar === null || !isLong(value.scalar)) return identity;
    const asText = 'longAsString' in desc && desc.longAsString && kind !== 'map';
    return asText ? (scalar) => String(scalar) : toBigInt;
  }
  if (isHeldAsJson(field)) return (node) => structObject(node as MessageNode);
  if (kind === 'single' && desc.oneof === undefined && isWrapperDesc(desc.message))
    return (node) => wrappedValue(node as MessageNode);
  let shape: Shape | null = null;
  return (node) => shaped(node as MessageNode, (shape ??= shapeOf((node as MessageNode).plan)));
}

/** True for a google.protobuf.Struct that objects of protobuf-es hold as a plain object. */
export function isHeldAsJson({ desc }: FieldPlan): boolean {
  return (
    desc.message?.typeName === 'google.protobuf.Struct' && desc.parent?.typeName !== 'google.protobuf.Value'
  );
}

function wrappedValue(node: MessageNode): unknown {
  const field = node.plan.byNumber.get(1)!;
  const value = node.values[field.slot] as Scalar | undefined;
  return localConverter(field)(value ?? zeroOf(field.value.scalar!));
}

function structObject(node: MessageNode): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  if (node.plan.wellKnown !== 'struct') return object;
  for (const [key, value] of (node.values[0] ?? []) as MapValue)
    setOwn(object, String(key), structValue(value as MessageNode));
  return object;
}

/** What a google.protobuf.Value holds; one that holds nothing is null, as in protobuf-es. */
function structValue(node: MessageNode): unknown {
  if (node.plan.wellKnown !== 'value') return null;
  const [, number, text, flag, struct, list] = node.values;
  if (struct instanceof MessageNode) return structObject(struct);
  if (list instanceof MessageNode) return ((list.values[0] ?? []) as readonly MessageNode[]).map(structValue);
  return number ?? text ?? flag ?? null;
}

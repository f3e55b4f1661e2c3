import { Buffer } from 'node:buffer';
import type { JsonValue } from '@bufbuild/protobuf';
import { protoCamelCase, protoSnakeCase } from '@bufbuild/protobuf/reflect';
import { Fault } from '../fault.js';
import type { MapValue, MessageNode } from '../interpret/value.js';
import type { WellKnownKind } from '../interpret/well-known.js';
import { zeroOf, type Scalar } from '../wire/read-scalar.js';
import { setOwn } from './set-own.js';
import { durationText, timestampText } from './time.js';
import {
  fieldsJson,
  messageJson,
  scalarJson,
  within,
  type AnyReader,
  type JsonObject,
} from './write-json.js';

/** ProtoJSON of a message that has a form of its own. The slots are those of the shape that {@link WellKnownKind} stands for. */
export function writeWellKnown(
  node: MessageNode,
  kind: WellKnownKind,
  anyReader: AnyReader,
  depth: number,
): JsonValue {
  switch (kind) {
    case 'timestamp':
      return timestampText(...secondsAndNanos(node));
    case 'duration':
      return durationText(...secondsAndNanos(node));
    case 'any':
      return anyJson(node, anyReader, depth);
    case 'field-mask':
      return fieldMaskText(node);
    case 'struct':
      return structJson(node);
    case 'value':
      return valueJson(node);
    case 'list-value':
      return listJson(node);
    case 'wrapper':
      return scalarJson(node.plan.fields[0]!.value.scalar!, wrapped(node));
  }
}

/** Seconds and nanos of a Timestamp or Duration. */
export function secondsAndNanos(node: MessageNode): [seconds: number | bigint, nanos: number] {
  return [(node.values[0] ?? 0) as number | bigint, (node.values[1] ?? 0) as number];
}

/** The value of a wrapper message. */
export function wrapped(node: MessageNode): Scalar {
  return (node.values[0] as Scalar | undefined) ?? zeroOf(node.plan.fields[0]!.value.scalar!);
}

/** The paths of a FieldMask, `a.bC,d`. **Throws** a {@link Fault} for a path that does not survive the change of its case. */
export function fieldMaskText(node: MessageNode): string {
  const paths = (node.values[0] ?? []) as readonly string[];
  return paths
    .map((path, index) => {
      const camel = protoCamelCase(path);
      if (protoSnakeCase(camel) === path) return camel;
      throw new Fault(
        'UNREPRESENTABLE',
        'a path of a FieldMask does not survive the change of its case',
      ).within(`paths[${index}]`);
    })
    .join(',');
}

function anyJson(node: MessageNode, anyReader: AnyReader, depth: number): JsonValue {
  const typeUrl = (node.values[0] ?? '') as string;
  const bytes = (node.values[1] ?? new Uint8Array(0)) as Uint8Array;
  if (typeUrl === '' && bytes.length === 0) return {};
  const packed = within('value', () => anyReader.unpack(typeUrl, bytes, depth + 1));
  if (packed === null) return { '@type': typeUrl, value_base64: Buffer.from(bytes).toString('base64') };
  const json: JsonObject = { '@type': typeUrl };
  if (packed.plan.wellKnown !== null)
    json['value'] = within('value', () => messageJson(packed, anyReader, depth + 1));
  else
    for (const [key, value] of Object.entries(
      within('value', () => fieldsJson(packed, anyReader, depth + 1)),
    ))
      if (key !== '@type') setOwn(json, key, value);
  return json;
}

function structJson(node: MessageNode): JsonValue {
  const json: JsonObject = {};
  for (const [key, value] of (node.values[0] ?? []) as MapValue) {
    const name = String(key);
    setOwn(
      json,
      name,
      within(`fields[${JSON.stringify(name)}]`, () => valueJson(value as MessageNode)),
    );
  }
  return json;
}

function listJson(node: MessageNode): JsonValue {
  const items = (node.values[0] ?? []) as readonly MessageNode[];
  return items.map((item, index) => within(`values[${index}]`, () => valueJson(item)));
}

function valueJson(node: MessageNode): JsonValue {
  const [nothing, number, text, flag, struct, list] = node.values;
  if (struct !== undefined) return within('struct_value', () => structJson(struct as MessageNode));
  if (list !== undefined) return within('list_value', () => listJson(list as MessageNode));
  const scalar = (number ?? text ?? flag) as number | string | boolean | undefined;
  if (scalar === undefined && nothing === undefined)
    throw new Fault('UNREPRESENTABLE', 'a google.protobuf.Value must hold a value');
  if (typeof scalar === 'number' && !Number.isFinite(scalar))
    throw new Fault('UNREPRESENTABLE', 'a google.protobuf.Value must not be NaN or infinite');
  return scalar ?? null;
}

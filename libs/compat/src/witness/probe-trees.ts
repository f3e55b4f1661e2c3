import type { Probe } from '../define-rule.js';
import type { Site } from '../pair.js';
import type { FieldShape } from '../shape/field-shape.js';
import { valuesOf, zeroOf } from './candidates.js';
import { messagesOf } from './fill.js';
import { isTree, type Tree, type TreeValue } from './tree.js';

const EMPTY: Tree = new Map();
const KEY = 1;
const VALUE = 2;

/** Trees of the site's writer message that a probe asks to try, the most ordinary first. They are not filled yet. */
export function* probeTrees(probe: Probe, site: Site): Generator<Tree> {
  const { writer, reader } = site;
  switch (probe.kind) {
    case 'unset':
      yield EMPTY;
      return;
    case 'value':
      if (writer) yield* single(writer, reader);
      return;
    case 'zero':
      if (writer) yield new Map([[writer.number, probe.value ?? zeroOf(writer)]]);
      return;
    case 'several':
      if (writer) yield* several(writer, reader);
      return;
    case 'together':
      yield* together(probe.fields);
      return;
    case 'number':
      if (writer) yield new Map([[writer.number, inField(writer, BigInt(probe.number))]]);
      return;
    case 'stray':
    case 'message-set':
    case 'none':
      return;
  }
}

function values(writer: FieldShape, reader: FieldShape | null): readonly TreeValue[] {
  return valuesOf(writer, reader, (field) => messagesOf(field, reader));
}

function* single(writer: FieldShape, reader: FieldShape | null): Generator<Tree> {
  for (const value of values(writer, reader)) yield new Map([[writer.number, inField(writer, value)]]);
}

function inField(field: FieldShape, value: TreeValue): TreeValue {
  return field.repeated ? [value] : value;
}

function* several(writer: FieldShape, reader: FieldShape | null): Generator<Tree> {
  if (writer.message !== null) {
    for (const pair of twoMessages(writer, reader)) yield new Map([[writer.number, pair]]);
    return;
  }
  const [first, second] = values(writer, reader).filter(
    (value) => typeof value !== 'object' || value instanceof Uint8Array,
  );
  const other = second ?? first;
  if (first !== undefined && other !== undefined) yield new Map([[writer.number, [first, other]]]);
}

function* twoMessages(writer: FieldShape, reader: FieldShape | null): Generator<readonly Tree[]> {
  const [base = EMPTY] = messagesOf(writer, reader);
  const key = writer.message?.field(KEY);
  const value = writer.message?.field(VALUE);
  const keys = key ? plain(values(key, null)) : [];
  if (writer.map) {
    const [first, second] = keys;
    if (first !== undefined && second !== undefined)
      yield [withField(base, KEY, first), withField(base, KEY, second)];
    return;
  }
  const items = value && !value.repeated && value.message === null ? plain(values(value, null)) : [];
  const [before, after] = items;
  const [one] = keys;
  const keyed = one !== undefined && key && !key.repeated ? withField(base, KEY, one) : base;
  if (before !== undefined && after !== undefined)
    yield [withField(keyed, VALUE, before), withField(keyed, VALUE, after)];
  yield [keyed, keyed];
  yield [base, base];
}

function plain(list: readonly TreeValue[]): readonly TreeValue[] {
  return list.filter((value) => !isTree(value) && (typeof value !== 'object' || value instanceof Uint8Array));
}

function withField(tree: Tree, number: number, value: TreeValue): Tree {
  return new Map([...tree, [number, value]]);
}

/** Fields set at once, one after the other with each of their values. */
function* together(fields: readonly FieldShape[]): Generator<Tree> {
  const choices = fields.map((field) => values(field, null));
  const most = Math.max(0, ...choices.map((list) => list.length));
  for (let turn = 0; turn < most; turn++) {
    const tree = new Map<number, TreeValue>();
    fields.forEach((field, index) => {
      const list = choices[index] ?? [];
      const value = list[Math.min(turn, list.length - 1)];
      if (value !== undefined) tree.set(field.number, inField(field, value));
    });
    yield tree;
  }
}

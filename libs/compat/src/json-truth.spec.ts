import { plainField, SCALARS, schemaOf, type EnumSpec, type FieldSpec } from '../test/made-schema.js';
import { json } from './encodings/json.js';
import { FINDING_CLASSES, type FindingClass } from './index.js';
import { judgePair } from '../test/prove-schemas.js';
import { KEY, VALUE } from './shape/entry.js';
import type { FieldShape } from './shape/field-shape.js';
import type { MessageShape } from './shape/message-shape.js';
import { shapeOf } from './shape/schema-shape.js';
import { Codecs } from './witness/codecs.js';
import { valuesOf, zeroOf } from './witness/candidates.js';
import { messagesOf } from './witness/fill.js';
import { Link } from './witness/link.js';
import { toMessage } from './witness/to-message.js';
import type { Tree, TreeValue } from './witness/tree.js';

const ENUMS: readonly EnumSpec[] = [
  { name: 'Open', closed: false, numbers: [0, 1, 2] },
  { name: 'More', closed: false, numbers: [0, 1, 2, 3], names: { 0: 'Open_0', 1: 'Open_1', 2: 'Open_2' } },
  { name: 'Bits', closed: true, numbers: [0, 1] },
  { name: 'Signed', closed: true, numbers: [0, -1, 5] },
];
const PART = { name: 'Part', fields: [plainField(1, 'int32'), plainField(2, 'string')] };
const TEXTS = { name: 'Texts', fields: [plainField(1, 'string'), plainField(2, 'string')] };
const WRAPPERS = ['Double', 'Float', 'Int64', 'UInt64', 'Int32', 'UInt32', 'Bool', 'String', 'Bytes'];
const KNOWN = ['Timestamp', 'Duration', 'FieldMask', 'Struct', 'Value', 'ListValue', 'Any'];

const types = [
  ...SCALARS,
  ...ENUMS.map(({ name }) => `enum:${name}`),
  'message:Part',
  'message:Texts',
  ...WRAPPERS.map((name) => `known:${name}Value`),
  ...KNOWN.map((name) => `known:${name}`),
];
const singular: readonly FieldSpec[] = [
  ...types.map((type) => plainField(1, type)),
  plainField(1, 'message:Part', { delimited: true }),
];
const someTypes = [
  'int32',
  'sint64',
  'double',
  'bool',
  'string',
  'bytes',
  'enum:Open',
  'enum:Bits',
  'message:Part',
  'message:Texts',
  'known:Int32Value',
  'known:Value',
  'known:ListValue',
  'known:Struct',
];
const labelled: readonly FieldSpec[] = someTypes.flatMap((type) => [
  plainField(1, type),
  plainField(1, type, { label: 'implicit' }),
  plainField(1, type, { label: 'repeated' }),
  plainField(1, type, { label: 'map' }),
]);
const keys = ['string', 'bool', 'int32', 'uint32', 'int64', 'fixed64'];
const mapped: readonly FieldSpec[] = keys.map((mapKey) => plainField(1, 'int32', { label: 'map', mapKey }));

describe.each([
  ['singular fields of every type', singular],
  ['fields of every label', labelled],
  ['maps of every key', mapped],
])('%s', (_, variants) => {
  const pairs = variants.flatMap((writer) => variants.map((reader) => ({ writer, reader })));
  const schemaOn = (side: 'writer' | 'reader') =>
    schemaOf({
      syntax: 'editions',
      enums: ENUMS,
      messages: [PART, TEXTS, ...pairs.map((pair, index) => ({ name: `P${index}`, fields: [pair[side]] }))],
    });
  const [before, after] = [schemaOn('writer'), schemaOn('reader')];
  const { findings } = judgePair(before, after, 'BACKWARD', json);
  const judged = new Map<string, FindingClass>();
  for (const finding of findings) {
    // A finding inside a message that two fields share is told there.
    judged.set(finding.path, worse(judged.get(finding.path), finding.class));
  }

  it('are judged as ProtoJSON shows', () => {
    const wrong = pairs.flatMap((pair, index) => {
      if (meetInside(pair)) return [];
      const expected = classByTrial(before, after, `t.P${index}`);
      const actual = judged.get(`#/t.P${index}/field/1`) ?? 'ok';
      return expected === actual ? [] : [`${nameOf(pair)}: ${actual}, ProtoJSON says ${expected}`];
    });
    expect(wrong).toEqual([]);
  });

  it('are all shown by a witness', () => {
    expect(findings.filter((finding) => finding.witness === null).map(({ message }) => message)).toEqual([]);
  });

  it('have one rule at most that speaks of the form', () => {
    const forms = findings.filter(
      ({ ruleId }) => !['json-presence-lost', 'json-default-changed'].includes(ruleId),
    );
    const paths = forms.map(({ path }) => path);
    expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
  });
});

/** Two messages of declared fields are judged by their fields, where those are. */
function meetInside({ writer, reader }: { writer: FieldSpec; reader: FieldSpec }): boolean {
  const declared = writer.type.startsWith('message:') && reader.type.startsWith('message:');
  const several = (label: string): boolean => label === 'repeated' || label === 'map';
  const alike = writer.label === reader.label || (!several(writer.label) && !several(reader.label));
  return declared && writer.type !== reader.type && alike;
}

function nameOf({ writer, reader }: { writer: FieldSpec; reader: FieldSpec }): string {
  const name = ({ label, type, mapKey }: FieldSpec): string =>
    `${label} ${label === 'map' ? mapKey : ''} ${type}`;
  return `${name(writer)} to ${name(reader)}`;
}

function worse(left: FindingClass | undefined, right: FindingClass): FindingClass {
  return left !== undefined && FINDING_CLASSES.indexOf(left) < FINDING_CLASSES.indexOf(right) ? left : right;
}

/** The class by its definition: what becomes of every candidate value. */
function classByTrial(
  before: Parameters<typeof shapeOf>[0],
  after: Parameters<typeof shapeOf>[0],
  type: string,
): string {
  const [writer, reader] = [messageOf(before, type), messageOf(after, type)];
  const [field, other] = [fieldOf(writer), fieldOf(reader)];
  const link = new Link(json, new Codecs());
  const trials = treesFor(field, other);
  const outcomes = trials.map(({ tree }) => {
    const sent = link.transmit({ writer, reader, via: null }, toMessage(writer, tree));
    if (sent === null) throw new Error(`${type} can't be written`);
    if (sent.problem !== null) return 'refused';
    const kinds = sent.differences.map(({ kind }) => kind);
    return kinds.includes('value') ? 'altered' : (kinds[0] ?? 'arrived');
  });
  if (outcomes.includes('refused')) return 'break';
  if (outcomes.every((outcome, index) => outcome === 'altered' || !trials[index]?.ordinary)) return 'break';
  if (outcomes.includes('altered')) return 'lossy';
  return outcomes.includes('presence') ? 'presence' : 'ok';
}

function messageOf(schema: Parameters<typeof shapeOf>[0], type: string): MessageShape {
  const message = shapeOf(schema).messages.get(type);
  if (message === undefined) throw new Error(`no ${type}`);
  return message;
}

function fieldOf(message: MessageShape): FieldShape {
  const field = message.field(1);
  if (field === null) throw new Error(`no field of ${message.typeName}`);
  return field;
}

interface Trial {
  readonly tree: Tree;
  readonly ordinary: boolean;
}

function treesFor(field: FieldShape, other: FieldShape): readonly Trial[] {
  const values = field.map ? entriesFor(field, other) : valuesFor(field, other);
  const zero = field.message === null ? [zeroOf(field)] : [];
  return [
    { tree: new Map(), ordinary: false },
    ...[...values, ...zero].map((value) => ({ tree: treeWith(field, value), ordinary: !isZero(value) })),
  ];
}

function valuesFor(field: FieldShape, other: FieldShape): readonly TreeValue[] {
  return valuesOf(field, other, (one) => messagesOf(one, other));
}

/** Entries with each key and with each value. */
function entriesFor(field: FieldShape, other: FieldShape): readonly TreeValue[] {
  const parts = [KEY, VALUE].map((number) => field.message?.field(number));
  const [keys = [], values = []] = parts.map((part) =>
    part ? valuesFor(part, other.message?.field(part.number) ?? part) : [],
  );
  const [key = ''] = keys;
  const [value = ''] = values;
  const entry = (one: TreeValue, item: TreeValue): TreeValue =>
    new Map([
      [KEY, one],
      [VALUE, item],
    ]);
  return [...keys.map((one) => entry(one, value)), ...values.map((item) => entry(key, item))];
}

function treeWith(field: FieldShape, value: TreeValue): Tree {
  return new Map([[1, field.repeated ? [value] : value]]);
}

function isZero(value: TreeValue): boolean {
  // An entry is as ordinary as its value.
  if (value instanceof Map) return value.size === 0 || isZero(value.get(VALUE) ?? 1n);
  if (value instanceof Uint8Array) return value.length === 0;
  return value === 0n || value === 0 || value === '';
}

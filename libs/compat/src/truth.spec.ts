import { plainField, SCALARS, schemaOf, type EnumSpec, type FieldSpec } from '../test/made-schema.js';
import { binary } from './encodings/binary.js';
import { DEFAULT_POLICY, FINDING_CLASSES, judge, type FindingClass } from './index.js';
import type { FieldShape } from './shape/field-shape.js';
import { shapeOf } from './shape/schema-shape.js';
import { Codecs } from './witness/codecs.js';
import { valuesOf, zeroOf } from './witness/candidates.js';
import { messagesOf } from './witness/fill.js';
import { Link } from './witness/link.js';
import { toMessage } from './witness/to-message.js';
import type { Tree, TreeValue } from './witness/tree.js';

const ENUMS: readonly EnumSpec[] = [
  { name: 'Open', closed: false, numbers: [0, 1, 2] },
  { name: 'Bits', closed: true, numbers: [0, 1] },
  { name: 'Three', closed: true, numbers: [0, 1, 2] },
  { name: 'Signed', closed: true, numbers: [0, -1, 5] },
];
const LATER = { name: 'Part', fields: [plainField(1, 'int32'), plainField(2, 'string')] };

const enumTypes = ENUMS.map(({ name }) => `enum:${name}`);
const singular: readonly FieldSpec[] = [
  ...[...SCALARS, ...enumTypes, 'message:Part'].map((type) => plainField(1, type)),
  plainField(1, 'message:Part', { delimited: true }),
  plainField(1, 'string', { strictUtf8: false }),
];
const someTypes = [
  'int32',
  'sint64',
  'fixed32',
  'string',
  'bytes',
  'enum:Open',
  'enum:Three',
  'message:Part',
];
const labelled: readonly FieldSpec[] = someTypes.flatMap((type) => [
  plainField(1, type),
  plainField(1, type, { label: 'implicit' }),
  plainField(1, type, { label: 'repeated', packed: true }),
  plainField(1, type, { label: 'repeated', packed: false }),
]);

/** Where the table of the specification decides otherwise than its definition of the classes. */
const DECIDED_BY_TABLE: readonly string[] = [
  // No true arrives, but the table says: enum to bool is lossy, but for {0, 1}.
  'enum:Signed explicit to bool explicit',
  // A number that only the reader declares could arrive, but the table says: break if none but zero is shared.
  'enum:Open explicit to enum:Signed explicit',
];

describe.each([
  ['singular fields of every type', singular],
  ['fields of every label', labelled],
])('%s', (_, variants) => {
  const pairs = variants.flatMap((writer) => variants.map((reader) => ({ writer, reader })));
  const schemaOn = (side: 'writer' | 'reader') =>
    schemaOf({
      syntax: 'editions',
      enums: ENUMS,
      messages: [LATER, ...pairs.map((pair, index) => ({ name: `P${index}`, fields: [pair[side]] }))],
    });
  const before = schemaOn('writer');
  const after = schemaOn('reader');
  const { findings } = judge({
    proposed: after,
    history: [{ version: 1, schema: before }],
    lives: [],
    schemaOf: () => before,
    policy: { ...DEFAULT_POLICY, encodings: ['binary'] },
    today: '2026-01-01',
  });
  const judged = new Map<string, FindingClass>();
  for (const finding of findings) {
    const worst = worse(judged.get(finding.path), finding.class);
    judged.set(finding.path, worst);
  }

  it('are judged as the wire shows', () => {
    const wrong = pairs.flatMap((pair, index) => {
      const expected = wireClass(before, after, `t.P${index}`);
      const actual = judged.get(`#/t.P${index}/field/1`) ?? 'ok';
      const name = `${nameOf(pair.writer)} to ${nameOf(pair.reader)}`;
      return expected === actual || DECIDED_BY_TABLE.includes(name)
        ? []
        : [`${name}: ${actual}, the wire says ${expected}`];
    });
    expect(wrong).toEqual([]);
  });

  it('are all shown by a witness', () => {
    expect(findings.filter((finding) => finding.witness === null).map(({ message }) => message)).toEqual([]);
  });

  it('have one rule at most that speaks of the type', () => {
    const typeRules = findings.filter(
      ({ ruleId }) =>
        !['presence-lost', 'default-changed', 'repeated-to-singular', 'repeated-to-map'].includes(ruleId),
    );
    const paths = typeRules.map(({ path }) => path);
    expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
  });
});

function nameOf(field: FieldSpec): string {
  const form = field.label === 'repeated' ? (field.packed ? ' packed' : ' expanded') : '';
  return `${field.type} ${field.label}${form}${field.delimited ? ' delimited' : ''}${field.strictUtf8 ? '' : ' lenient'}`;
}

function worse(left: FindingClass | undefined, right: FindingClass): FindingClass {
  return left !== undefined && FINDING_CLASSES.indexOf(left) < FINDING_CLASSES.indexOf(right) ? left : right;
}

/** The class by its definition: what becomes of every candidate value. */
function wireClass(
  before: Parameters<typeof shapeOf>[0],
  after: Parameters<typeof shapeOf>[0],
  type: string,
): string {
  const writer = shapeOf(before).messages.get(type);
  const reader = shapeOf(after).messages.get(type);
  const field = writer?.field(1);
  const other = reader?.field(1);
  if (!writer || !reader || !field || !other) throw new Error(`no ${type}`);
  const link = new Link(binary, new Codecs());
  const outcomes = treesFor(field, other).map(({ tree, ordinary }) => {
    const sent = link.transmit({ writer, reader, via: null }, toMessage(writer, tree));
    if (sent === null) throw new Error(`${type} can't be written`);
    const kinds = sent.differences.map(({ kind }) => kind);
    const outcome =
      sent.problem !== null ? 'refused' : kinds.includes('value') ? 'altered' : (kinds[0] ?? 'arrived');
    return { outcome, ordinary };
  });
  const ordinary = outcomes.filter((one) => one.ordinary);
  const has = (outcome: string): boolean => outcomes.some((one) => one.outcome === outcome);
  if (has('refused') || ordinary.every(({ outcome }) => outcome === 'altered')) return 'break';
  if (has('altered')) return 'lossy';
  return has('presence') ? 'presence' : 'ok';
}

function treesFor(field: FieldShape, other: FieldShape): readonly { tree: Tree; ordinary: boolean }[] {
  const values = valuesOf(field, other, (one) => messagesOf(one, other));
  const zero = zeroOf(field);
  const single = values.map((value) => ({ tree: treeWith(field, [value]), ordinary: !isZero(value) }));
  const several = values.slice(0, 2);
  return [
    { tree: new Map(), ordinary: false },
    { tree: treeWith(field, [zero]), ordinary: false },
    ...single,
    ...(field.repeated && several.length === 2 ? [{ tree: treeWith(field, several), ordinary: false }] : []),
  ];
}

function treeWith(field: FieldShape, values: readonly TreeValue[]): Tree {
  const [only = 0n] = values;
  return new Map([[1, field.repeated ? values : only]]);
}

function isZero(value: TreeValue): boolean {
  if (value instanceof Map) return value.size === 0;
  if (value instanceof Uint8Array) return value.length === 0;
  return value === 0n || value === 0 || value === '';
}

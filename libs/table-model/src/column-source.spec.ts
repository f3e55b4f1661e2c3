import { messageFrom } from '#libs/testing';
import {
  advanceLedger,
  buildTable,
  compareSources,
  type ColumnSource,
  type Ledger,
  type TableFinding,
} from './index.js';

const PROTO2 = 'syntax = "proto2";';
const PROTO3 = 'syntax = "proto3";';

function sources(declarations: string, header?: string): ReadonlyMap<string, ColumnSource> {
  const model = buildTable(messageFrom(declarations, 'E', header));
  return new Map(model.columns.map(({ name, source }) => [name, source]));
}

describe('the source of a column', () => {
  it('says how the field was declared', () => {
    const all = sources(`
      message E {
        int32 a = 1; fixed64 b = 2; Color c = 3; repeated string d = 4; map<int32, P> e = 5; Empty f = 6;
        google.protobuf.Timestamp g = 7; P h = 8; oneof x { bool i = 9; bytes j = 10; } google.protobuf.Int32Value k = 11;
      }
      message P { sint64 q = 1; }
      message Empty {}
      enum Color { COLOR_UNSPECIFIED = 0; }`);
    expect([...all].map(([name, { declared }]) => [name, declared])).toEqual([
      ['a', 'int32'],
      ['b', 'fixed64'],
      ['c', 'enum t.Color'],
      ['d', 'repeated string'],
      ['e', 'map<int32, message t.P>'],
      ['f', 'message t.Empty'],
      ['g', 'message google.protobuf.Timestamp'],
      ['h__q', 'sint64'],
      ['x__case', 'oneof'],
      ['i', 'bool'],
      ['j', 'bytes'],
      ['k', 'message google.protobuf.Int32Value'],
    ]);
  });

  it.each([
    [
      PROTO2,
      'required int32 a = 1; optional int32 b = 2; repeated int32 c = 3;',
      ['required', 'explicit', null],
    ],
    [PROTO3, 'int32 a = 1; optional int32 b = 2; repeated int32 c = 3;', ['implicit', 'explicit', null]],
    [
      'edition = "2023";',
      'int32 a = 1 [features.field_presence = IMPLICIT]; int32 b = 2; bool c = 3 [features.field_presence = LEGACY_REQUIRED];',
      ['implicit', 'explicit', 'required'],
    ],
  ])('%s tells presence: %s', (header, fields, expected) => {
    expect([...sources(`message E { ${fields} }`, header).values()].map(({ presence }) => presence)).toEqual(
      expected,
    );
  });

  it('has the labels of an enum, an alias under its first name', () => {
    const { labels } = sources(
      `message E { C c = 1; repeated C list = 2; }
       enum C { option allow_alias = true; C_ZERO = 0; C_ONE = 1; C_EIN = 1; }`,
    ).get('c')!;
    expect(labels).toEqual([
      { number: 0, name: 'C_ZERO' },
      { number: 1, name: 'C_ONE' },
    ]);
  });

  it('has at most 256 labels, or none', () => {
    const labels = (count: number): ColumnSource['labels'] | undefined => {
      const values = Array.from({ length: count }, (_, index) => `C_${index} = ${index};`).join(' ');
      return sources(`message E { C c = 1; } enum C { ${values} }`).get('c')?.labels;
    };
    expect(labels(256)).toHaveLength(256);
    expect(labels(257)).toBeNull();
  });

  it('has at most 4096 labels and keys in a table', () => {
    const values = Array.from({ length: 256 }, (_, index) => `C_${index} = ${index};`).join(' ');
    const fields = Array.from({ length: 18 }, (_, index) => `C f${index} = ${index + 1};`).join(' ');
    const all = sources(
      `message E { ${fields} repeated P p = 99; } message P { int32 x = 1; } enum C { ${values} }`,
    );
    expect([...all.values()].filter(({ labels }) => labels !== null)).toHaveLength(16);
    expect(all.get('f16')?.labels).toBeNull();
    expect(all.get('p')?.keys).toBeNull();
  });

  it('has the keys inside of JSON, each type once', () => {
    const { keys } = sources(
      `message E { repeated N list = 1; google.protobuf.Struct any = 2; }
       message N { string snake_name = 3; N next = 1; repeated P points = 2; P one = 4; }
       message P { int32 x = 1 [json_name = "ex"]; google.protobuf.Duration took = 2; }`,
    ).get('list')!;
    expect(keys?.map(({ path, key, declared }) => `${path} ${key} ${declared}`)).toEqual([
      '1 next message t.N',
      '2 points repeated message t.P',
      '3 snakeName string',
      '4 one message t.P',
      '2.1 ex int32',
      '2.2 took message google.protobuf.Duration',
    ]);
    expect(sources('message E { google.protobuf.Struct any = 2; }').get('any')?.keys).toEqual([]);
  });

  it('has at most 64 keys', () => {
    const fields = Array.from({ length: 70 }, (_, index) => `int32 f${index} = ${index + 1};`).join(' ');
    expect(
      sources(`message E { repeated W list = 1; } message W { ${fields} }`).get('list')?.keys,
    ).toHaveLength(64);
  });
});

/** Findings of the last of the versions, each a message E. */
function told(...versions: readonly string[]): {
  readonly ledger: Ledger;
  readonly findings: readonly TableFinding[];
} {
  let ledger: Ledger | null = null;
  let findings: readonly TableFinding[] = [];
  for (const [index, declarations] of versions.entries()) {
    const advanced = advanceLedger(ledger, 's', buildTable(messageFrom(declarations, 'E')), index + 1);
    ledger = advanced.ledger;
    findings = advanced.findings;
  }
  return { ledger: ledger!, findings };
}

const ids = (...versions: readonly string[]): readonly string[] =>
  told(...versions).findings.map(({ ruleId }) => ruleId);

describe('changes that need no statement are told', () => {
  const color = (...labels: readonly string[]): string =>
    `message E { Color c = 1; } enum Color { ${labels.map((label, index) => `${label} = ${index};`).join(' ')} }`;

  it('TABLE_ENUM_RELABELED: a label has another name', () => {
    const { ledger, findings } = told(color('A', 'B'), color('A', 'B2'));
    expect(findings).toMatchObject([{ ruleId: 'TABLE_ENUM_RELABELED', class: 'T0', path: '#/t.E/field/1' }]);
    expect(findings[0]?.message).toContain("'B' is now 'B2'");
    expect(ledger.entries[0]?.relabeled).toEqual([{ version: 2, number: 1, before: 'B', after: 'B2' }]);
    expect(ids(color('A', 'B'), color('A', 'B', 'C'))).toEqual([]);
    expect(ids(color('A', 'B', 'C'), color('A', 'B'))).toEqual([]);
  });

  it('labels that were renamed twice are all remembered', () => {
    const { ledger } = told(color('A', 'B'), color('A', 'B2'), color('A', 'B2'), color('A', 'B3'));
    expect(
      ledger.entries[0]?.relabeled?.map(({ version, before, after }) => [version, before, after]),
    ).toEqual([
      [2, 'B', 'B2'],
      [4, 'B2', 'B3'],
    ]);
  });

  it.each([
    ['int64', 'int32', true],
    ['int32', 'int64', false],
    ['int32', 'uint32', true],
    ['uint32', 'int32', true],
    ['uint32', 'sfixed64', false],
    ['sint64', 'fixed32', true],
    ['int32', 'sfixed32', false],
  ])('TABLE_INTEGER_NARROWED: %s to %s: %s', (before, after, narrowed) => {
    const field = (type: string): string => `message E { ${type} a = 1; }`;
    expect(ids(field(before), field(after))).toEqual(narrowed ? ['TABLE_INTEGER_NARROWED'] : []);
  });

  it('TABLE_PRESENCE_CHANGED: zero and unset are told apart, or no longer', () => {
    const field = (presence: string): string =>
      `message E { int32 a = 1 [features.field_presence = ${presence}]; }`;
    const { findings } = told(field('IMPLICIT'), field('EXPLICIT'));
    expect(findings).toMatchObject([{ ruleId: 'TABLE_PRESENCE_CHANGED', class: 'T0' }]);
    expect(findings[0]?.message).toContain('the zero value in earlier rows and NULL from now on');
    expect(ids(field('EXPLICIT'), field('EXPLICIT'))).toEqual([]);
    expect(ids(field('LEGACY_REQUIRED'), field('EXPLICIT'))).toEqual(['TABLE_PRESENCE_CHANGED']);
  });

  it('TABLE_JSON_CHANGED: keys and types inside of a list', () => {
    const list = (fields: string): string => `message E { repeated P p = 1; } message P { ${fields} }`;
    const { findings } = told(
      list('int32 x = 1; int32 y = 2;'),
      list('int32 left = 1; int64 y = 2; bool z = 3;'),
    );
    expect(findings).toMatchObject([{ ruleId: 'TABLE_JSON_CHANGED', class: 'T0' }]);
    expect(findings[0]?.message).toContain("key 'x' is now 'left', 'y' was int32 and is int64");
    expect(ids(list('int32 x = 1;'), list('int32 x = 1; int32 more = 2;'))).toEqual([]);
    expect(ids(list('int32 x = 1; int32 y = 2;'), list('int32 x = 1;'))).toEqual([]);
  });

  it('five changes inside of JSON are named, the others counted', () => {
    const list = (prefix: string): string =>
      `message E { repeated P p = 1; } message P { ${Array.from({ length: 7 }, (_, index) => `int32 ${prefix}${index} = ${index + 1};`).join(' ')} }`;
    expect(told(list('a'), list('b')).findings[0]?.message).toContain("'a4' is now 'b4' and 2 more.");
  });

  it('nothing by a ledger that kept no sources, and from then on', () => {
    const first = advanceLedger(null, 's', buildTable(messageFrom(color('A', 'B'), 'E')), 1).ledger;
    const entries = first.entries.map(({ source: _source, ...entry }) => entry);
    const second = advanceLedger(
      { ...first, entries },
      's',
      buildTable(messageFrom(color('A', 'B2'), 'E')),
      2,
    );
    expect(second.findings).toEqual([]);
    const third = advanceLedger(second.ledger, 's', buildTable(messageFrom(color('A', 'B3'), 'E')), 3);
    expect(third.findings.map(({ ruleId }) => ruleId)).toEqual(['TABLE_ENUM_RELABELED']);
  });

  it('a ledger with sources is plain JSON still', () => {
    const { ledger } = told(color('A', 'B'), color('A', 'B2'));
    expect(JSON.parse(JSON.stringify(ledger))).toEqual(ledger);
  });
});

describe('compareSources', () => {
  it('finds nothing between a source and itself', () => {
    const source = sources('message E { repeated P p = 1; } message P { int32 x = 1; }').get('p')!;
    expect(compareSources(source, source)).toEqual({
      relabeled: [],
      narrowed: false,
      redeclared: false,
      presence: false,
      keys: [],
    });
  });
});

import { buildTable, type TableFinding, type TableModel, type TableOptions } from './index.js';
import { openSchema } from '#libs/descriptors';
import { messageFrom, schemaFrom } from '#libs/testing';

function tableOf(body: string, options?: TableOptions): TableModel {
  return buildTable(messageFrom(body, 'Event'), options);
}

/** name -> "type/form/key" */
function shapesOf(model: TableModel): Record<string, string> {
  return Object.fromEntries(
    model.columns.map(({ name, type, form, key }) => [name, `${type.kind}/${form}/${key}`]),
  );
}

function rules(findings: readonly TableFinding[]): string[] {
  return findings.map(({ ruleId, path }) => `${ruleId} ${path}`);
}

describe('scalars', () => {
  it('maps every integer but uint64 to the wide one', () => {
    const kinds = ['int32', 'sint32', 'sfixed32', 'uint32', 'fixed32', 'int64', 'sint64', 'sfixed64'];
    const fields = kinds.map((kind, index) => `${kind} f_${kind} = ${index + 1};`).join('\n');
    const shapes = shapesOf(tableOf(`message Event { ${fields} }`));
    expect(Object.values(shapes)).toEqual(kinds.map((_, index) => `int64/int/${index + 1}`));
  });

  it('keeps unsigned 64-bit integers, floats, text, bytes and enums apart', () => {
    const model = tableOf(`
      message Event {
        uint64 a = 1; fixed64 b = 2; float c = 3; double d = 4; bool e = 5; string f = 6; bytes g = 7; Color h = 8;
      }
      enum Color { COLOR_UNSPECIFIED = 0; }`);
    expect(shapesOf(model)).toEqual({
      a: 'uint64/uint64/1',
      b: 'uint64/uint64/2',
      c: 'float32/float/3',
      d: 'float64/float/4',
      e: 'bool/bool/5',
      f: 'text/text/6',
      g: 'bytes/bytes/7',
      h: 'text/enum/8',
    });
    expect(model.findings).toEqual([]);
  });

  it('orders columns by number, not by declaration', () => {
    const model = tableOf(
      'message Event { string c = 3; string a = 1; In b = 2; } message In { int32 y = 2; int32 x = 1; }',
    );
    expect(model.columns.map(({ name }) => name)).toEqual(['a', 'b__x', 'b__y', 'c']);
  });
});

describe('well-known types', () => {
  it('have a column of their own kind', () => {
    const model = tableOf(`
      message Event {
        google.protobuf.Timestamp at = 1; google.protobuf.Duration took = 2; google.protobuf.FieldMask mask = 3;
        google.protobuf.Struct struct = 4; google.protobuf.Value value = 5; google.protobuf.ListValue list = 6;
        google.protobuf.Any any = 7; google.protobuf.Empty empty = 8;
      }`);
    expect(shapesOf(model)).toEqual({
      at: 'timestamp/timestamp/1',
      took: 'duration/duration/2',
      mask: 'text/text/3',
      struct: 'json/json/4',
      value: 'json/json/5',
      list: 'json/json/6',
      any: 'json/json/7',
      empty: 'bool/presence/8',
    });
  });

  it('unwraps wrappers', () => {
    const wrappers = ['Double', 'Float', 'Int64', 'UInt64', 'Int32', 'UInt32', 'Bool', 'String', 'Bytes'];
    const fields = wrappers.map((name, index) => `google.protobuf.${name}Value w${index} = ${index + 1};`);
    const shapes = Object.values(shapesOf(tableOf(`message Event { ${fields.join('\n')} }`)));
    expect(shapes.map((shape) => shape.split('/')[0])).toEqual([
      'float64',
      'float32',
      'int64',
      'uint64',
      'int64',
      'int64',
      'bool',
      'text',
      'bytes',
    ]);
  });
});

describe('repeated fields, maps, groups', () => {
  it('stores what repeats as JSON', () => {
    const model = tableOf(`
      message Event { repeated int32 a = 1; repeated In b = 2; map<string, int32> c = 3; map<string, In> d = 4; }
      message In { int32 x = 1; }`);
    expect(shapesOf(model)).toEqual({
      a: 'json/json/1',
      b: 'json/json/2',
      c: 'json/json/3',
      d: 'json/json/4',
    });
    expect(model.findings).toEqual([]);
  });

  it('treats a delimited message, a group, as any message', () => {
    const model = tableOf(
      'message Event { In g = 4 [features.message_encoding = DELIMITED]; } message In { int32 x = 1; }',
    );
    expect(shapesOf(model)).toEqual({ g__x: 'int64/int/4.1' });
  });

  it('gives extensions no column and says so, once a type', () => {
    const model = tableOf(`
      message Event { In a = 1; In b = 2; extensions 100 to 200; }
      message In { int32 x = 1; extensions 100; }
      extend Event { string more = 100; }`);
    expect(Object.keys(shapesOf(model))).toEqual(['a__x', 'b__x']);
    expect(rules(model.findings)).toEqual([
      'TABLE_EXTENSIONS_IGNORED #/t.Event',
      'TABLE_EXTENSIONS_IGNORED #/t.In',
    ]);
  });
});

describe('messages', () => {
  it('flattens singular messages, an empty one to its presence', () => {
    const model = tableOf(
      'message Event { A a = 1; E e = 2; } message A { B b = 3; } message B { int32 x = 4; E e = 5; } message E {}',
    );
    expect(shapesOf(model)).toEqual({
      a__b__x: 'int64/int/1.3.4',
      a__b__e: 'bool/presence/1.3.5',
      e: 'bool/presence/2',
    });
  });

  it.each([
    [1, ['a']],
    [2, ['a__b']],
    [3, ['a__b__c']],
    [4, ['a__b__c__d']],
  ])('stops at depth budget %i', (depthBudget, names) => {
    const model = tableOf(
      'message Event { A a = 1; } message A { B b = 1; } message B { C c = 1; } message C { int32 d = 1; }',
      { depthBudget },
    );
    expect(model.columns.map(({ name }) => name)).toEqual(names);
    expect(model.findings).toHaveLength(depthBudget === 4 ? 0 : 1);
    if (depthBudget === 3) expect(rules(model.findings)).toEqual(['TABLE_DEPTH_BUDGET #/t.B/field/1']);
  });

  it('flattens by default to depth 3', () => {
    const model = tableOf(
      'message Event { A a = 1; } message A { B b = 1; } message B { C c = 1; } message C { int32 d = 1; }',
    );
    expect(shapesOf(model)).toEqual({ a__b__c: 'json/json/1.1.1' });
  });

  it('stores a type inside itself as JSON', () => {
    const model = tableOf(
      'message Event { int32 x = 1; Event next = 2; A a = 3; } message A { B b = 1; } message B { A again = 1; int32 y = 2; }',
    );
    expect(shapesOf(model)).toEqual({
      x: 'int64/int/1',
      next: 'json/json/2',
      a__b__again: 'json/json/3.1.1',
      a__b__y: 'int64/int/3.1.2',
    });
    expect(rules(model.findings)).toEqual([
      'TABLE_RECURSION #/t.Event/field/2',
      'TABLE_RECURSION #/t.B/field/1',
    ]);
  });
});

describe('the column budget', () => {
  const body =
    'message Event { A a = 1; B b = 2; int32 c = 3; } message A { int32 x = 1; int32 y = 2; } message B { int32 x = 1; int32 y = 2; }';

  it.each([
    [5, ['a__x', 'a__y', 'b__x', 'b__y', 'c']],
    [4, ['a__x', 'a__y', 'b', 'c']],
    [3, ['a', 'b', 'c']],
  ])('of %i columns goes to low numbers first', (columnBudget, names) => {
    const model = tableOf(body, { columnBudget });
    expect(model.columns.map(({ name }) => name)).toEqual(names);
    expect(model.findings.map(({ ruleId }) => ruleId)).toEqual(
      Array(5 - columnBudget).fill('TABLE_COLUMN_BUDGET'),
    );
  });

  it('is not spent on ignored fields', () => {
    const ignored = '[(protokoll.options.v1.field).column.strategy = STRATEGY_IGNORE]';
    const model = tableOf(`message Event { A a = 1; } message A { int32 x = 1; int32 y = 2 ${ignored}; }`, {
      columnBudget: 1,
    });
    expect(model.columns.map(({ name }) => name)).toEqual(['a__x']);
  });

  it("never drops the message's own fields, but says that there are too many", () => {
    const model = tableOf(body, { columnBudget: 2 });
    expect(model.columns).toHaveLength(3);
    expect(rules(model.findings)).toContain('TABLE_TOO_WIDE #/t.Event');
    expect(model.findings.find(({ ruleId }) => ruleId === 'TABLE_TOO_WIDE')?.class).toBe('T5');
  });

  it('is 500 by default, at the limit and one past it', () => {
    const wide = (count: number): string =>
      `message Event { W w = 1; int32 last = 2; } message W { ${Array.from({ length: count }, (_, index) => `int32 f${index} = ${index + 1};`).join('\n')} }`;
    expect(tableOf(wide(499)).columns).toHaveLength(500);
    expect(tableOf(wide(500)).columns).toHaveLength(2);
  });

  it('bounds the work for a schema whose flat form has 10^9 columns', () => {
    const many = (type: string): string =>
      Array.from({ length: 1000 }, (_, index) => `${type} f${index} = ${index + 1};`).join('\n');
    const started = process.cpuUsage();
    const model = tableOf(
      `message Event { ${many('A')} } message A { ${many('B')} } message B { ${many('int32')} }`,
    );
    expect(model.columns).toHaveLength(1000);
    // Generous: the compile alone is most of it.
    expect(process.cpuUsage(started).user).toBeLessThan(5_000_000);
  });
});

describe('oneofs', () => {
  it('get a discriminator before their lowest member, at every depth', () => {
    const model = tableOf(`
      message Event { oneof what { E nothing = 7; string text = 5; } A a = 6; }
      message A { oneof inner { int32 x = 2; int32 y = 1; } }
      message E {}`);
    expect(shapesOf(model)).toEqual({
      what__case: 'text/case/5#case',
      text: 'text/text/5',
      a__inner__case: 'text/case/6.1#case',
      a__y: 'int64/int/6.1',
      a__x: 'int64/int/6.2',
      nothing: 'bool/presence/7',
    });
  });

  it('are not made of proto3 optional fields', () => {
    const desc = messageFrom('message Event { optional int32 x = 1; }', 'Event', 'syntax = "proto3";');
    expect(shapesOf(buildTable(desc))).toEqual({ x: 'int64/int/1' });
  });
});

describe('comments', () => {
  it('come from the source, with the default that readers apply', () => {
    const desc = messageFrom(
      `message Event {
         // How many.
         optional int32 count = 1 [default = 5];
         // Which way.
         oneof way { string left = 2; }
         optional string none = 3;
         optional string preset = 4 [default = "x"];
       }`,
      'Event',
      'syntax = "proto2";',
    );
    const comments = buildTable(desc).columns.map(({ name, comment }) => [name, comment]);
    expect(comments).toEqual([
      ['count', 'How many.\nDefault in the schema: 5.'],
      ['way__case', 'Which way.'],
      ['left', null],
      ['none', null],
      ['preset', 'Default in the schema: x.'],
    ]);
  });

  it.each([
    [1000, 1000],
    [1001, 1000],
  ])('of %i characters are kept to %i', (length, kept) => {
    const [column] = tableOf(`message Event {\n// ${'𝄞'.repeat(length)}\nint32 x = 1; }`).columns;
    expect([...(column?.comment ?? '')]).toHaveLength(kept);
    expect(column?.comment?.endsWith('…')).toBe(length > 1000);
  });
});

it('the canonical schema makes the same table, but for comments', () => {
  const schema = schemaFrom(`
    message Event {
      option (protokoll.options.v1.message).table.name = "events";
      // A comment.
      string c = 3 [(protokoll.options.v1.field).column.name = "sea"];
      In b = 2;
      oneof pick { int32 y = 5; string x = 4; }
      repeated Event again = 1;
    }
    message In { int32 y = 2; Deep deep = 1 [(protokoll.options.v1.field).column.strategy = STRATEGY_JSON]; }
    message Deep { int32 z = 1; }`);
  const canonical = openSchema(schema.canonical, schema.fingerprint, { rootFiles: schema.rootFiles });
  const [given, opened] = [schema, canonical].map((of) => buildTable(of.registry.getMessage('t.Event')!));
  const withoutComments = (model: TableModel): TableModel => ({
    ...model,
    columns: model.columns.map((column) => ({ ...column, comment: null })),
  });
  expect(opened).toEqual(withoutComments(given!));
  expect(given?.columns.map(({ name }) => name)).toEqual([
    'again',
    'b__deep',
    'b__y',
    'sea',
    'pick__case',
    'x',
    'y',
  ]);
  expect(opened?.table).toBe('events');
});

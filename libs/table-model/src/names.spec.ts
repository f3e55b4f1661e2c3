import { loadSchema } from '#libs/descriptors';
import { compileProtos, messageFrom } from '#libs/testing';
import { buildTable, claimTable, fitIdentifier, type TableModel } from './index.js';
import { isUsableIdentifier, snakeCase } from './identifier.js';

const OPTIONS = '(protokoll.options.v1.field).column';

function tableOf(body: string, name = 'Event'): TableModel {
  return buildTable(messageFrom(body, name));
}

function namesOf(model: TableModel): string[] {
  return model.columns.map(({ name }) => name);
}

function told(model: TableModel): string[] {
  return model.findings.map(({ ruleId, path }) => `${ruleId} ${path}`);
}

describe('snakeCase', () => {
  it.each([
    ['ArticleView', 'article_view'],
    ['HTTPRequest', 'http_request'],
    ['V2Event', 'v2_event'],
    ['already_snake', 'already_snake'],
    ['Mixed_Case', 'mixed_case'],
    ['A', 'a'],
    ['ABTest', 'ab_test'],
  ])('%s -> %s', (name, expected) => expect(snakeCase(name)).toBe(expected));
});

describe('fitIdentifier', () => {
  it('keeps 63 bytes and shortens 64', () => {
    expect(fitIdentifier('x'.repeat(63), '1.2')).toBe('x'.repeat(63));
    const short = fitIdentifier('x'.repeat(64), '1.2');
    expect(short).toMatch(/^x{54}_[0-9a-f]{8}$/);
  });

  it('depends on the identity, not on what was cut off', () => {
    const prefix = 'x'.repeat(60);
    expect(fitIdentifier(`${prefix}_before`, '7')).toBe(fitIdentifier(`${prefix}_after_it`, '7'));
    expect(fitIdentifier(`${prefix}_before`, '7')).not.toBe(fitIdentifier(`${prefix}_before`, '8'));
  });

  it('never cuts a character in two', () => {
    const short = fitIdentifier('ä'.repeat(60), '1');
    expect(Buffer.byteLength(short)).toBeLessThanOrEqual(63);
    expect(short).toMatch(/^ä{27}_[0-9a-f]{8}$/);
  });

  it('calls control characters and blanks no identifier', () => {
    for (const name of ['', ' ', 'a\0b', 'a\nb', '\u0085']) expect(isUsableIdentifier(name)).toBe(false);
    for (const name of ['a', 'a b', '"; DROP TABLE x; --', '名']) expect(isUsableIdentifier(name)).toBe(true);
  });
});

describe('table names', () => {
  it('are the message in snake_case, or what the author or the caller says', () => {
    const desc = messageFrom(
      'message ArticleView { option (protokoll.options.v1.message).table.name = "views"; } message Click {}',
      'ArticleView',
    );
    expect(buildTable(desc).table).toBe('views');
    expect(buildTable(desc, { table: 'mine' }).table).toBe('mine');
    const unusable = buildTable(desc, { table: '\0' });
    expect([unusable.table, ...told(unusable)]).toEqual(['views', 'TABLE_NAME_INVALID #/t.ArticleView']);
    expect(tableOf('message ArticleView {}', 'ArticleView').table).toBe('article_view');
  });

  it.each([
    ['sqlite_x', 'TABLE_NAME_RESERVED', 'event_sqlite_x'],
    ['protokoll_journal', 'TABLE_NAME_RESERVED', 'event_protokoll_journal'],
    ['click_ingest_time_idx', 'TABLE_NAME_RESERVED', 'event_click_ingest_time_idx'],
    ['x'.repeat(64), 'TABLE_NAME_SHORTENED', expect.stringMatching(/^x{54}_[0-9a-f]{8}$/)],
    ['a\\nb', 'TABLE_NAME_INVALID', 'event'],
  ])('%s: %s', (name, ruleId, expected) => {
    const model = tableOf(`message Event { option (protokoll.options.v1.message).table.name = "${name}"; }`);
    expect(model.table).toEqual(expected);
    expect(told(model)).toEqual([`${ruleId} #/t.Event`]);
  });

  it('are claimed by one message only', () => {
    const model = tableOf('message Click { int32 x = 1; }', 'Click');
    expect(claimTable(model, ['view'])).toBe(model);
    const second = claimTable(model, ['CLICK']);
    expect(second.table).toBe('t_click');
    expect(told(second)).toEqual(['TABLE_NAME_CLAIMED #/t.Click']);
    const third = claimTable(model, ['click', 't_click']);
    expect(third.table).toMatch(/^click_[0-9a-f]{8}$/);
    expect(claimTable(model, ['click', 't_click', third.table]).table).not.toBe(third.table);
  });
});

describe('column names', () => {
  it('follow the annotation, which also renames the prefix of a flattened message', () => {
    const model = tableOf(`
      message Event {
        int32 x = 1 [${OPTIONS}.name = "ecks"];
        A a = 2 [${OPTIONS}.name = "the_a"];
      }
      message A { int32 y = 1; int32 z = 2 [${OPTIONS}.name = "zed"]; }`);
    expect(namesOf(model)).toEqual(['ecks', 'the_a__y', 'zed']);
    expect(model.findings).toEqual([]);
  });

  it('collide when a nested field has the flat name of another: the shallow one keeps it', () => {
    const model = tableOf('message Event { A a = 1; int32 a__b = 2; } message A { int32 b = 1; }');
    expect(namesOf(model)).toEqual([expect.stringMatching(/^a__b_[0-9a-f]{8}$/), 'a__b']);
    expect(told(model)).toEqual(['TABLE_NAME_COLLISION #/t.A/field/1']);
  });

  it('collide when they differ in case only: the lowest number keeps its name', () => {
    const forwards = tableOf('message Event { int32 userid = 2; int32 userId = 1 [json_name = "u"]; }');
    expect(namesOf(forwards)).toEqual(['userId', expect.stringMatching(/^userid_[0-9a-f]{8}$/)]);
    expect(told(forwards)).toEqual(['TABLE_NAME_COLLISION #/t.Event/field/2']);
    const backwards = tableOf('message Event { int32 userId = 1 [json_name = "u"]; int32 userid = 2; }');
    expect(namesOf(backwards)).toEqual(namesOf(forwards));
  });

  it('a field keeps its name before the case of a oneof', () => {
    const model = tableOf('message Event { oneof x { int32 a = 1; } int32 x__case = 2; }');
    expect(namesOf(model)).toEqual([expect.stringMatching(/^x__case_[0-9a-f]{8}$/), 'a', 'x__case']);
    expect(told(model)).toEqual(['TABLE_NAME_COLLISION #/t.Event/oneof/x']);
  });

  it('never are those of the envelope or of the database', () => {
    const model = tableOf(
      'message Event { string subject = 1; string Event_ID = 2; int32 xmin = 3; string platform = 4; }',
    );
    expect(namesOf(model)).toEqual(['subject__field', 'Event_ID__field', 'xmin__field', 'platform__field']);
    expect(new Set(told(model).map((line) => line.split(' ')[0]))).toEqual(new Set(['TABLE_NAME_RESERVED']));
    expect(model.findings.map(({ message }) => /belongs to (\S+ ?\S*);/.exec(message)?.[1])).toEqual([
      'the envelope',
      'the envelope',
      'PostgreSQL',
      'the envelope',
    ]);
  });

  it('stay distinct when the escape is taken as well', () => {
    const model = tableOf('message Event { string subject = 1; string subject__field = 2; }');
    expect(new Set(namesOf(model).map((name) => name.toLowerCase())).size).toBe(2);
    expect(namesOf(model)).toContain('subject__field');
  });

  it('of 64 bytes survive a rename of what is cut off', () => {
    const before = tableOf(`message Event { int32 ${'x'.repeat(60)}_before = 7; }`);
    const after = tableOf(`message Event { int32 ${'x'.repeat(60)}_after_it = 7; }`);
    expect(namesOf(before)).toEqual(namesOf(after));
    expect(told(before)).toEqual(['TABLE_NAME_SHORTENED #/t.Event/field/7']);
  });

  it('may be hostile, if they can be quoted at all', () => {
    const model = tableOf(`message Event {
      int32 a = 1 [${OPTIONS}.name = "__proto__"];
      int32 b = 2 [${OPTIONS}.name = "\\"; DROP TABLE event; --"];
      int32 constructor = 3;
      int32 d = 4 [${OPTIONS}.name = "nul\\000"];
    }`);
    expect(namesOf(model)).toEqual(['__proto__', '"; DROP TABLE event; --', 'constructor', 'd']);
    expect(told(model)).toEqual(['TABLE_NAME_INVALID #/t.Event/field/4']);
  });
});

describe('strategies', () => {
  it('choose JSON, nothing, or flattening past the depth budget', () => {
    const model = tableOf(`
      message Event {
        A flat = 1;
        A json = 2 [${OPTIONS}.strategy = STRATEGY_JSON];
        A none = 3 [${OPTIONS}.strategy = STRATEGY_IGNORE];
        string text = 4 [${OPTIONS}.strategy = STRATEGY_JSON];
      }
      message A { B b = 1; }
      message B { C c = 1 [${OPTIONS}.strategy = STRATEGY_FLATTEN]; }
      message C { int32 x = 1; D d = 2; }
      message D { int32 y = 1; }`);
    expect(model.columns.map(({ name, form }) => `${name} ${form}`)).toEqual([
      'flat__b__c__x int',
      'flat__b__c__d json',
      'json json',
      'text json',
    ]);
    expect(told(model)).toEqual(['TABLE_DEPTH_BUDGET #/t.C/field/2']);
  });

  it('can not flatten what repeats, nor endlessly', () => {
    const model = tableOf(`
      message Event {
        repeated A a = 1 [${OPTIONS}.strategy = STRATEGY_FLATTEN];
        Event again = 2 [${OPTIONS}.strategy = STRATEGY_FLATTEN];
      }
      message A { int32 x = 1; }`);
    expect(model.columns.map(({ name, form }) => `${name} ${form}`)).toEqual(['a json', 'again json']);
    expect(told(model)).toEqual([
      'TABLE_STRATEGY_UNSUPPORTED #/t.Event/field/1',
      'TABLE_RECURSION #/t.Event/field/2',
    ]);
  });

  it('a chain of annotated types ends at 32 levels', () => {
    const types = Array.from(
      { length: 40 },
      (_, index) => `message M${index} { M${index + 1} m = 1 [${OPTIONS}.strategy = STRATEGY_FLATTEN]; }`,
    );
    const model = tableOf([...types, 'message M40 { int32 x = 1; }'].join('\n'), 'M0');
    expect(model.columns.map(({ path, form }) => `${path.length} ${form}`)).toEqual(['32 json']);
    expect(told(model).join()).toContain('TABLE_DEPTH_BUDGET');
  });
});

it('an annotation that can not be read is told, and the defaults hold', () => {
  // Extensions of its own under our number; the text \n\006 is a field that ends too early.
  const image = compileProtos({
    'bad.proto': `edition = "2023"; package t; import "google/protobuf/descriptor.proto";
      extend google.protobuf.MessageOptions { string on_message = 51720; }
      extend google.protobuf.FieldOptions { string on_field = 51720; }
      message Event { option (on_message) = "\\n\\006"; int32 x = 1 [(on_field) = "\\n\\006"]; }`,
  });
  const desc = loadSchema(image, { rootFiles: ['bad.proto'] }).registry.getMessage('t.Event')!;
  const model = buildTable(desc);
  expect([model.table, ...namesOf(model)]).toEqual(['event', 'x']);
  expect(told(model)).toEqual([
    'TABLE_ANNOTATION_UNREADABLE #/t.Event',
    'TABLE_ANNOTATION_UNREADABLE #/t.Event/field/1',
  ]);
});

import { createHash } from 'node:crypto';
import { compileShop, SHOP } from '../../test/compiled-shop.js';
import { fileOf, mapEntry, message, reference, REPEATED, setOf, text } from '../../test/set-builder.js';
import {
  allEnums,
  allMessages,
  elementPath,
  findMessage,
  leadingComment,
  loadSchema,
  locate,
  messageAtIndexPath,
  messageIndexPath,
  messagesNearIndexPath,
  openSchema,
} from '../index.js';

const schema = loadSchema(compileShop(), { rootFiles: ['shop.proto'] });
const bare = openSchema(schema.canonical, schema.fingerprint);
const lineOf = (part: string): number => SHOP.split('\n').findIndex((line) => line.includes(part)) + 1;

function only<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('not there');
  return value;
}

const order = only(findMessage(schema, 'shop.v1.Order'));
const kind = only(order.nestedEnums[0]);
const service = only(schema.registry.getService('shop.v1.Orders'));

describe('elementPath', () => {
  it('names every kind of element', () => {
    const paths = [
      order.file,
      order,
      only(order.fields[0]),
      only(order.oneofs[0]),
      kind,
      only(kind.values[1]),
      service,
      only(service.methods[0]),
    ].map(elementPath);
    expect(paths).toEqual([
      '#/file/shop.proto',
      '#/shop.v1.Order',
      '#/shop.v1.Order/field/1',
      '#/shop.v1.Order/oneof/payment',
      '#/shop.v1.Order.Kind',
      '#/shop.v1.Order.Kind/value/2',
      '#/shop.v1.Orders',
      '#/shop.v1.Orders/method/Place',
    ]);
  });

  it('names an extension by what it extends', () => {
    const { registry } = loadSchema(
      setOf(
        fileOf([message('M', [], { extensionRange: [{ start: 100, end: 200 }] })], {
          syntax: 'proto2',
          extension: [text('x', 150, { extendee: '.t.M' })],
        }),
      ),
    );
    expect(elementPath(only(registry.getExtension('t.x')))).toBe('#/t.M/extension/150');
  });
});

describe('locate', () => {
  it('finds every kind of element', () => {
    expect(locate(order)).toMatchObject({ file: 'shop.proto', line: lineOf('message Order'), column: 1 });
    expect(locate(only(order.fields[0]))).toEqual({
      file: 'shop.proto',
      line: lineOf('string id'),
      column: 3,
      endLine: lineOf('string id'),
      endColumn: 17,
    });
    expect(locate(only(order.oneofs[0]))?.line).toBe(lineOf('oneof payment'));
    expect(locate(only(order.nestedMessages[0]))?.line).toBe(lineOf('message Line'));
    expect(locate(kind)?.line).toBe(lineOf('enum Kind'));
    expect(locate(only(kind.values[1]))?.column).toBeGreaterThan(10);
    expect(locate(service)?.line).toBe(lineOf('service Orders'));
    expect(locate(only(service.methods[0]))?.line).toBe(lineOf('rpc Place'));
    expect(locate(order.file)?.line).toBe(2);
  });

  it('spans lines', () => {
    const span = only(locate(order));
    expect(span.endLine).toBeGreaterThan(span.line + 10);
    expect(span.endColumn).toBe(2);
  });

  it('finds nothing without source info', () => {
    expect(locate(only(findMessage(bare, 'shop.v1.Order')))).toBeNull();
    expect(leadingComment(only(findMessage(bare, 'shop.v1.Order')))).toBeNull();
  });

  it.each([[[]], [[1]], [[1, 2]], [[1, 2, 3, 4, 5]], [[-1, 2, 3]]])('takes the span %j for none', (span) => {
    const sourceCodeInfo = { location: [{ path: [4, 0], span }] };
    const odd = loadSchema(setOf(fileOf([message('M')], { sourceCodeInfo })));
    expect(locate(only(findMessage(odd, 't.M')))).toBeNull();
  });

  it('takes the first of two positions, and points at the syntax or the whole file without a package', () => {
    const at = (path: number[], line: number): { path: number[]; span: number[] } => ({
      path,
      span: [line, 0, 5],
    });
    const locations = [at([], 9), at([12], 4), at([4, 0], 1), at([4, 0], 2)];
    const twice = loadSchema(setOf(fileOf([message('M')], { sourceCodeInfo: { location: locations } })));
    expect(locate(only(findMessage(twice, 't.M')))?.line).toBe(2);
    expect(locate(only(twice.registry.getFile('a.proto')))?.line).toBe(5);
    const whole = loadSchema(setOf(fileOf([], { sourceCodeInfo: { location: [at([], 9)] } })));
    expect(locate(only(whole.registry.getFile('a.proto')))?.line).toBe(10);
  });

  it('is indexed once a file', () => {
    const field = only(order.fields[0]);
    const started = process.cpuUsage();
    for (let round = 0; round < 20_000; round++) locate(field);
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(500);
  });
});

describe('leadingComment', () => {
  it('is the text without marks', () => {
    expect(leadingComment(order)).toBe('An order.');
    expect(leadingComment(only(order.fields[0]))).toBe('Its number.');
    expect(leadingComment(only(findMessage(schema, 'shop.v1.Second')))).toBe('Starred\n  and indented');
    expect(leadingComment(only(order.fields[1]))).toBeNull();
  });
});

describe('walking', () => {
  it('visits messages in the order of declaration, without map entries', () => {
    expect([...allMessages(order.file)].map((desc) => desc.name)).toEqual(['Order', 'Line', 'Second']);
    const names = [...allMessages(schema)].map((desc) => desc.typeName);
    expect(names.at(-1)).toBe('shop.v1.Second');
    expect(names).toContain('google.protobuf.Any');
  });

  it('visits enums', () => {
    expect([...allEnums(order.file)].map((desc) => desc.name)).toEqual(['Kind']);
    expect([...allEnums(schema)].map((desc) => desc.typeName)).toEqual([
      'shop.v1.Currency',
      'shop.v1.Order.Kind',
    ]);
  });

  it('finds messages by name', () => {
    expect(findMessage(schema, '.shop.v1.Order')).toBe(order);
    for (const name of [
      '',
      '.',
      'Order',
      '..shop.v1.Order',
      'shop.v1.Order.Kind',
      'shop.v1.Order.CountsEntry',
      '__proto__',
    ])
      expect(findMessage(schema, name)).toBeNull();
  });
});

describe('message indexes', () => {
  it.each([
    ['given', schema],
    ['canonical', bare],
  ])('go there and back in the %s set', (_which, { registry }) => {
    const file = only(registry.getFile('shop.proto'));
    const paths = [...allMessages(file)].map((desc) => {
      expect(messageAtIndexPath(file, messageIndexPath(desc))).toBe(desc);
      return [desc.name, messageIndexPath(desc)];
    });
    expect(paths).toEqual([
      ['Order', [0]],
      ['Line', [0, 0]],
      ['Second', [1]],
    ]);
  });

  it('lead nowhere out of range', () => {
    for (const path of [[], [5], [-1], [0, 1], [0, 0, 0], [0.5]])
      expect(messageAtIndexPath(order.file, path)).toBeNull();
  });

  it('do not count map entries, wherever they stand', () => {
    const map = reference('m', 1, '.t.M.MEntry', { label: REPEATED });
    const { registry } = loadSchema(
      setOf(fileOf([message('M', [map], { nestedType: [mapEntry('MEntry'), message('N')] })])),
    );
    expect(messageIndexPath(only(registry.getMessage('t.M.N')))).toEqual([0, 0]);
  });

  it.each([
    [[0], ['M']],
    [[0, 0], ['N']],
    [
      [0, 1],
      ['O', 'N'],
    ],
    [[0, 2], ['O']],
    [[0, 3], []],
    [[0, 2, 1], ['P']],
    [[0, 1, 1], ['P']],
    [[0, 1, 0], ['P']],
    [[1], []],
    [[-1], []],
    [[0, -1], []],
    [[], []],
  ])('that may count map entries: %j is near %j', (indexes, names) => {
    const map = (name: string): ReturnType<typeof reference> =>
      reference('m', 1, `.t.${name}.MEntry`, { label: REPEATED });
    const o = message('O', [map('M.O')], { nestedType: [message('P'), mapEntry('MEntry')] });
    const m = message('M', [map('M')], { nestedType: [mapEntry('MEntry'), message('N'), o] });
    const { canonical, fingerprint } = loadSchema(setOf(fileOf([m])));
    const [file] = [...openSchema(canonical, fingerprint).registry.files];
    expect(messagesNearIndexPath(only(file), indexes).map(({ name }) => name)).toEqual(names);
  });
});

test('a set is not changed by loading it', () => {
  const bytes = compileShop();
  const digest = (): string => createHash('sha256').update(bytes).digest('hex');
  const before = digest();
  loadSchema(bytes);
  expect(digest()).toBe(before);
});

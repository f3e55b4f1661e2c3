import avsc from 'avsc';
import type { Fingerprint } from '#libs/descriptors';
import { AvroBytes } from './avro-bytes.js';
import { decodeDocument, type DecodedDocument } from './decode-document.js';
import type { DocumentSchema } from './document-schema.js';

const schemaOf = (schema: unknown, ...references: readonly unknown[]): DocumentSchema => ({
  fingerprint: '' as Fingerprint,
  id: 1,
  format: 'AVRO',
  text: JSON.stringify(schema),
  references: references.map((one) => ({ name: 'any', text: JSON.stringify(one) })),
});
const decode = (schema: unknown, ...bytes: number[]): DecodedDocument =>
  decodeDocument(schemaOf(schema), Uint8Array.from(bytes));
const hex = (schema: unknown, digits: string): unknown => {
  const read = decodeDocument(schemaOf(schema), Buffer.from(digits.replaceAll(' ', ''), 'hex'));
  return read.ok ? read.value : read.reason;
};

/** The same with plain objects and lists of bytes, which both readers come to. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

const record = (name: string, ...types: readonly unknown[]): object => ({
  type: 'record',
  name,
  fields: types.map((type, index) => ({ name: `f${index}`, type })),
});
const FIXED = { type: 'fixed', name: 'F', size: 3 };
const ENUM = { type: 'enum', name: 'E', symbols: ['A', 'B', 'C'] };

describe('what avsc writes', () => {
  it.each<[string, unknown]>([
    ['primitives', record('R', 'null', 'boolean', 'int', 'float', 'double', 'string', 'bytes')],
    ['named types', record('R', FIXED, ENUM, 'F', 'E')],
    [
      'lists and maps',
      record('R', { type: 'array', items: 'int' }, { type: 'map', values: ['null', 'string'] }),
    ],
    ['lists of lists', { type: 'array', items: { type: 'array', items: 'string' } }],
    ['unions', { type: 'array', items: ['null', 'string', 'int', record('R', 'boolean')] }],
    ['unions of what looks alike', { type: 'array', items: ['null', 'int', 'double', 'bytes', FIXED] }],
    ['unions of records', { type: 'array', items: [record('n.A', 'int'), record('n.B', 'int'), 'null'] }],
    [
      'itself',
      {
        type: 'record',
        name: 'n.R',
        fields: [
          { name: 'v', type: 'int' },
          { name: 'r', type: ['null', 'R'] },
        ],
      },
    ],
    [
      'namespaces',
      {
        type: 'record',
        name: 'a.R',
        fields: [
          { name: 'f', type: { ...FIXED, namespace: 'b' } },
          { name: 'g', type: 'b.F' },
          { name: 'e', type: ENUM },
          { name: 'h', type: 'a.E' },
          { name: 'i', type: 'E' },
        ],
      },
    ],
    [
      'logical types',
      record(
        'R',
        { type: 'long', logicalType: 'timestamp-millis' },
        { type: 'bytes', logicalType: 'decimal', precision: 4 },
        { type: 'string', logicalType: 'uuid' },
      ),
    ],
    ['types in objects', record('R', { type: 'int' }, { type: 'string', 'avro.java.string': 'String' })],
  ])('%s', (_, schema) => {
    const type = avsc.Type.forSchema(schema as avsc.Schema);
    for (let index = 0; index < 8; index++) {
      const bytes = type.toBuffer(type.random());
      const read = decodeDocument(schemaOf(schema), bytes);
      if (!read.ok) throw new Error(`${read.reason}: ${read.message}`);
      expect(plain(read.value)).toEqual(plain(type.fromBuffer(bytes)));
    }
  });

  it('with references', () => {
    const line = { ...record('Line', 'string'), namespace: 'shop' };
    const bill = { ...record('Bill', 'Line', { type: 'array', items: 'shop.Line' }), namespace: 'shop' };
    const registry = {};
    avsc.Type.forSchema(line as avsc.Schema, { registry });
    const type = avsc.Type.forSchema(bill as avsc.Schema, { registry });
    const value = { f0: { f0: 'a' }, f1: [{ f0: 'b' }, { f0: 'c' }] };
    const read = decodeDocument(schemaOf(bill, line), type.toBuffer(value));
    expect(read.ok && plain(read.value)).toEqual(value);
    expect(decodeDocument(schemaOf(bill), type.toBuffer(value))).toEqual({
      ok: false,
      reason: 'BAD_SCHEMA',
      message: 'its schema is not read here: no type has the name Line',
    });
  });
});

describe('schemas of any shape', () => {
  let state = 20;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const PRIMITIVES = ['null', 'boolean', 'int', 'float', 'double', 'bytes', 'string'];
  let names = 0;

  function typeOf(depth: number): unknown {
    const kind = random(depth > 0 ? 12 : 7);
    if (kind < 5) return PRIMITIVES[random(PRIMITIVES.length)];
    if (kind === 5) return { type: 'fixed', name: `F${names++}`, size: random(4) };
    if (kind === 6) return { type: 'enum', name: `E${names++}`, symbols: ['A', 'B'].slice(random(2)) };
    if (kind === 7) return { type: 'array', items: typeOf(depth - 1) };
    if (kind === 8) return { type: 'map', values: typeOf(depth - 1) };
    return kind < 11
      ? record(`R${names++}`, ...[0, 1, 2].slice(random(3)).map(() => typeOf(depth - 1)))
      : unionOf(depth);
  }

  function unionOf(depth: number): unknown {
    const kinds = new Set([0, 1, 2].map(() => PRIMITIVES[random(PRIMITIVES.length)]));
    const more = [0, 1].slice(random(3)).map(() => record(`U${names++}`, typeOf(depth - 1)));
    return [...kinds, ...more];
  }

  it('are read as avsc reads them', () => {
    for (let run = 0; run < 60; run++) {
      const schema = record(`Root${run}`, typeOf(3), typeOf(2));
      const type = avsc.Type.forSchema(schema as avsc.Schema);
      for (let value = 0; value < 2; value++) {
        const bytes = type.toBuffer(type.random());
        const read = decodeDocument(schemaOf(schema), bytes);
        if (!read.ok) throw new Error(`${read.reason} ${read.message} ${JSON.stringify(schema)}`);
        expect(plain(read.value)).toEqual(plain(type.fromBuffer(bytes)));
        if (bytes.length === 0) continue;
        expect(decodeDocument(schemaOf(schema), bytes.subarray(0, -1)).ok).toBe(false);
        expect(decodeDocument(schemaOf(schema), Buffer.concat([bytes, Buffer.of(0)])).ok).toBe(false);
      }
    }
  });
});

describe('values', () => {
  it.each<[unknown, string, unknown]>([
    ['int', '00', 0],
    ['int', '01', -1],
    ['int', 'feffffff0f', 2147483647],
    ['int', 'ffffffff0f', -2147483648],
    ['int', '808080808000', 0],
    ['int', '8080808010', 'MALFORMED'],
    ['int', '', 'TRUNCATED'],
    ['int', '80', 'TRUNCATED'],
    ['long', 'feffffffffffff1f', 9007199254740991],
    ['long', '8080808080808020', 9007199254740992n],
    ['long', 'feffffffffffffffff01', 9223372036854775807n],
    ['long', 'ffffffffffffffffff01', -9223372036854775808n],
    ['long', '80808080808080808000', 0],
    ['long', 'ffffffffffffffffff02', 'MALFORMED'],
    ['long', '8080808080808080808000', 'MALFORMED'],
    ['long', '808080808080808080', 'TRUNCATED'],
    ['boolean', '01', true],
    ['boolean', '02', 'MALFORMED'],
    ['float', '0000c03f', 1.5],
    ['float', '0000c0', 'TRUNCATED'],
    ['double', '000000000000f87f', Number.NaN],
    ['string', '0661c3a9', 'aé'],
    ['string', '06efbbbf', '\uFEFF'],
    ['string', '02ff', 'INVALID_UTF8'],
    ['string', '01', 'MALFORMED'],
    ['string', '0461', 'TRUNCATED'],
    ['string', 'feffffffffffffffff01', 'MALFORMED'],
    ['bytes', '04ff00', Uint8Array.of(255, 0)],
    ['bytes', 'feffffffffffff1f', 'TRUNCATED'],
    ['null', '', null],
    ['null', '00', 'MALFORMED'],
    [ENUM, '04', 'C'],
    [ENUM, '06', 'MALFORMED'],
    [ENUM, '01', 'MALFORMED'],
    [FIXED, '010203', Uint8Array.of(1, 2, 3)],
    [FIXED, '0102', 'TRUNCATED'],
    [['null', 'int'], '0202', 1],
    [['null', 'int'], '04', 'MALFORMED'],
    [{ type: 'array', items: 'int' }, '02 02 04 04 06 00', [1, 2, 3]],
    [{ type: 'array', items: 'int' }, '03 04 02 04 00', [1, 2]],
    [{ type: 'array', items: 'int' }, '02 02', 'TRUNCATED'],
    [{ type: 'array', items: 'null' }, 'feffffffffffff1f 00', 'TOO_LARGE'],
    [{ type: 'array', items: 'null' }, 'feffffffffffffffff01 00', 'TOO_LARGE'],
    [{ type: 'array', items: record('R') }, 'ffffffffffffffffff01 00 00', 'TOO_LARGE'],
  ])('%j of %s', (schema, digits, expected) => expect(hex(schema, digits)).toEqual(expected));

  it('have keys that are anybody’s', () => {
    const read = hex({ type: 'map', values: 'int' }, '02 12 5f5f70726f746f5f5f 02 00');
    expect(Object.keys(read as object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(read)).toBeNull();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('are copies of the bytes', () => {
    const bytes = Buffer.from('0201', 'hex');
    const read = decodeDocument(schemaOf('bytes'), bytes);
    bytes[1] = 9;
    expect(read.ok && read.value).toEqual(Uint8Array.of(1));
  });
});

describe('what nobody should send', () => {
  const list = { type: 'record', name: 'L', fields: [{ name: 'next', type: ['null', 'L'] }] };

  it('deep values are refused', () => {
    expect(decode(list, ...Array.from({ length: 90 }, () => 2), 0)).toMatchObject({ ok: true });
    expect(decode(list, ...Array.from({ length: 100_000 }, () => 2), 0)).toMatchObject({
      reason: 'TOO_DEEP',
    });
  });

  it('values that take no bytes are counted', () => {
    const most = [0xf8, 0xff, 0xff, 0x03, 0]; // 4,194,300 of them, 4 less than are read.
    const nulls = { type: 'array', items: 'null' };
    expect(decode(record('R', nulls, record('S', 'null', 'null')), ...most)).toMatchObject({ ok: true });
    expect(decode(record('R', nulls, record('S', 'null', 'null', 'null')), ...most)).toMatchObject({
      reason: 'TOO_LARGE',
    });
  });

  it('large payloads are refused unread', () => {
    const read = decodeDocument(schemaOf('null'), new Uint8Array(4 * 1024 * 1024 + 1));
    expect(read).toMatchObject({ ok: false, reason: 'TOO_LARGE' });
  });

  it('any bytes are read or refused', () => {
    const schema = record(
      'R',
      ['null', 'string'],
      { type: 'array', items: ENUM },
      { type: 'map', values: FIXED },
      'long',
      list,
    );
    let state = 7;
    for (let run = 0; run < 500; run++) {
      const bytes = Array.from({ length: run % 40 }, () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return (state >>> 24) % (run % 3 === 0 ? 256 : 8);
      });
      expect(typeof decode(schema, ...bytes).ok).toBe('boolean');
    }
  });

  it.each<[string, unknown]>([
    ['no type has the name what', 'what'],
    ['a type is neither a name nor an object', 1],
    ['a type is neither a name nor an object', {}],
    ['a type has no name', { type: 'enum', symbols: [] }],
    ['a fixed has no size', { type: 'fixed', name: 'F', size: '1' }],
    ['fields or symbols are missing', { type: 'record', name: 'R' }],
    ['no type has the name constructor', { type: 'array', items: 'constructor' }],
  ])('schemas that are none: %s', (problem, schema) => {
    expect(decode(schema)).toEqual({
      ok: false,
      reason: 'BAD_SCHEMA',
      message: `its schema is not read here: ${problem}`,
    });
  });

  it('schemas that are no JSON, or too deep', () => {
    const text = (content: string): DocumentSchema => ({ ...schemaOf(''), text: content });
    expect(decodeDocument(text('{'), Uint8Array.of())).toMatchObject({ reason: 'BAD_SCHEMA' });
    const deep = '{"type":"array","items":'.repeat(300) + '"int"' + '}'.repeat(300);
    expect(decodeDocument(text(deep), Uint8Array.of())).toMatchObject({ reason: 'BAD_SCHEMA' });
  });

  it('asks for a bad schema once', () => {
    const schema = schemaOf('what');
    expect(decodeDocument(schema, Uint8Array.of())).toEqual(decodeDocument(schema, Uint8Array.of(1)));
    expect(new AvroBytes(Uint8Array.of(1, 2)).left).toBe(2);
  });
});

describe('JSON', () => {
  const json = (payload: string | Uint8Array): DecodedDocument =>
    decodeDocument({ ...schemaOf({}), format: 'JSON' }, Buffer.from(payload));
  it.each<[string, unknown]>([
    ['{"a":[1,null,"é"]}', { a: [1, null, 'é'] }],
    [' true ', true],
    ['\uFEFF1', 1],
  ])('%s', (payload, expected) => expect(json(payload)).toEqual({ ok: true, value: expected }));

  it('that is none is told without its values', () => {
    expect(json('{"secret":')).toEqual({
      ok: false,
      reason: 'MALFORMED',
      message: 'the payload is not JSON',
    });
    expect(json('')).toMatchObject({ reason: 'MALFORMED' });
    expect(json(Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject({ reason: 'INVALID_UTF8' });
    expect(typeof json('['.repeat(100_000)).ok).toBe('boolean');
  });

  it('keeps a key that is a trap to itself', () => {
    const read = json('{"__proto__":{"polluted":1}}');
    expect(read.ok && Object.keys(read.value as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

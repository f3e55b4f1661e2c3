import { create, type Message } from '@bufbuild/protobuf';
import { compileProtos } from '#libs/testing';
import { loadSchema, type Schema } from '#libs/descriptors';
import { shapeOf } from '../shape/schema-shape.js';
import { Codecs } from '../witness/codecs.js';
import type { End } from './define-encoding.js';
import { json, strictJson } from './json.js';

function schemaWith(body: string): Schema {
  const text = `syntax = "proto3";\npackage t;\nimport "google/protobuf/struct.proto";\n${body}`;
  return loadSchema(compileProtos({ 't.proto': text }), { rootFiles: ['t.proto'] });
}

function endOf(schema: Schema): End {
  const shape = shapeOf(schema).messages.get('t.M');
  if (shape === undefined) throw new Error('no t.M');
  return new Codecs().end(shape);
}

const end = endOf(
  schemaWith(`
message Part { int32 count = 1; Part next = 2; }
enum Kind { KIND_UNSPECIFIED = 0; }
message M {
  double share = 1;
  Part part = 2;
  repeated Part parts = 3;
  map<string, Part> by_name = 4;
  google.protobuf.Struct any = 5;
  Kind kind = 6;
}`),
);

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function printed(text: string): unknown {
  const result = json.print(end, bytesOf(text));
  return result.ok ? result.json : result.problem;
}

describe('a reader that skips unknown keys', () => {
  it('skips them in messages, lists and maps', () => {
    const text =
      '{"x":1,"part":{"count":1,"next":{"y":[]}},"parts":[{"z":null}],"byName":{"a":{"count":2,"w":"v"}}}';
    expect(printed(text)).toEqual({
      part: { count: 1, next: {} },
      parts: [{}],
      byName: { a: { count: 2 } },
    });
  });

  it('keeps what a Struct holds, and hostile keys of a map', () => {
    expect(printed('{"any":{"x":{"y":1}}}')).toEqual({ any: { x: { y: 1 } } });
    expect(JSON.stringify(printed('{"byName":{"__proto__":{"count":2}}}'))).toBe(
      '{"byName":{"__proto__":{"count":2}}}',
    );
  });

  it('refuses unknown names of enums, and values of another form', () => {
    expect(json.receive(end, bytesOf('{"kind":"KIND_A"}'))).toMatchObject({ ok: false });
    expect(json.receive(end, bytesOf('{"part":[1]}'))).toMatchObject({ ok: false });
    expect(json.receive(end, bytesOf('{"parts":{"x":1}}'))).toMatchObject({ ok: false });
  });
});

describe('a strict reader', () => {
  it('refuses unknown keys at any depth', () => {
    for (const text of ['{"x":1}', '{"parts":[{"z":1}]}']) {
      expect(strictJson.receive(end, bytesOf(text))).toMatchObject({
        ok: false,
        problem: expect.stringContaining('UNKNOWN_FIELD'),
      });
    }
  });

  it('takes JSON names and declared names', () => {
    for (const key of ['byName', 'by_name'])
      expect(strictJson.receive(end, bytesOf(`{"${key}":{"a":{}}}`)).ok).toBe(true);
  });
});

test('a negative zero keeps its sign on the way', () => {
  const message = create(end.shape.desc, { share: -0 } as Partial<Message>);
  const text = new TextDecoder().decode(json.send(end, message));
  expect(text).toBe('{"share":-0}');
  const received = json.receive(end, bytesOf(text));
  expect(received.ok && Object.is(Reflect.get(received.message, 'share'), -0)).toBe(true);
});

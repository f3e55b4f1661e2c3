import { messageFrom, schemaFrom } from '#libs/testing';
import { createCodec } from '../index.js';

// The engine goes over to generated code after a few messages.
const TIMES = 100;

it.each(['proto2', 'proto3'])('gives the number of an enum of %s, known or not', (syntax) => {
  const label = syntax === 'proto2' ? 'optional ' : '';
  const text = `message Event { ${label}Color a = 1; } enum Color { COLOR_NONE = 0; COLOR_RED = 5; }`;
  const header = `syntax = "${syntax}";`;
  const codec = createCodec(schemaFrom(text, header).registry, messageFrom(text, 'Event', header));
  const decode = codec.rowDecoder([
    { path: [1], form: 'int' },
    { path: [1], form: 'enum' },
  ]);
  const unset = syntax === 'proto2' ? [null, null] : [0, 'COLOR_NONE'];
  for (let time = 0; time < TIMES; time += 1) {
    expect(decode(Uint8Array.of(8, 5))).toMatchObject({ value: [5, 'COLOR_RED'] });
    expect(decode(Uint8Array.of(8, 7))).toMatchObject({ value: [7, '7'] });
    expect(decode(Uint8Array.of())).toMatchObject({ value: unset });
  }
});

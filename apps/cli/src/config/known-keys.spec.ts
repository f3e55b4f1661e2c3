import { z } from 'zod';
import { knownKeys } from './known-keys.js';

const SCHEMA = z
  .strictObject({
    list: z.array(z.strictObject({ deep: z.strictObject({ er: z.string() }).nullish() })).optional(),
    checked: z.strictObject({ one: z.string() }).refine(() => true),
    changed: z.strictObject({ two: z.string() }).transform((value) => value.two),
    either: z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.string() })]),
    text: z.string(),
  })
  .optional();

test.each([
  [[], ['list', 'checked', 'changed', 'either', 'text']],
  [['list', 3], ['deep']],
  [['list', 0, 'deep'], ['er']],
  [['checked'], ['one']],
  [['changed'], ['two']],
  [['either'], []],
  [['text'], []],
  [['text', 'x'], []],
  [['none', 'x'], []],
])('at %j: %j', (path, expected) => {
  expect(knownKeys(SCHEMA, path)).toEqual(expected);
});

import { plainField, schemaOf } from '../test/made-schema.js';
import { directionsOf, versionsToCompare, type CompatibilityLevel } from './index.js';

const schema = schemaOf({
  syntax: 'proto3',
  enums: [],
  messages: [{ name: 'M', fields: [plainField(1, 'int32')] }],
});
const history = [1, 2, 5].map((version) => ({ version, schema }));

const EXPECTED: readonly (readonly [CompatibilityLevel, readonly string[], readonly number[]])[] = [
  ['NONE', [], []],
  ['BACKWARD', ['backward'], [5]],
  ['BACKWARD_TRANSITIVE', ['backward'], [1, 2, 5]],
  ['FORWARD', ['forward'], [5]],
  ['FORWARD_TRANSITIVE', ['forward'], [1, 2, 5]],
  ['FULL', ['backward', 'forward'], [5]],
  ['FULL_TRANSITIVE', ['backward', 'forward'], [1, 2, 5]],
];

test.each(EXPECTED)('%s looks %j at %j', (level, directions, versions) => {
  expect(directionsOf(level)).toEqual(directions);
  expect(versionsToCompare(level, history).map(({ version }) => version)).toEqual(versions);
  expect(versionsToCompare(level, [])).toEqual([]);
});

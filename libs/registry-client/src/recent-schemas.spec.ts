import { loadSchema, type Schema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';
import { RecentSchemas } from './recent-schemas.js';

const schemas: readonly Schema[] = [1, 2, 3].map((number) =>
  loadSchema(compileProtos({ 'a.proto': `syntax = "proto3";\nmessage A { string s${number} = 1; }\n` })),
);
const [one, two, three] = schemas as [Schema, Schema, Schema];
const sizeBytes = one.canonical.byteLength;

describe('RecentSchemas', () => {
  it('keeps up to its bytes, and drops the oldest', () => {
    const recent = new RecentSchemas(2 * sizeBytes);
    recent.set(1, one);
    recent.set('guid', two);
    expect([recent.get(1), recent.get('guid'), recent.get('1')]).toEqual([one, two, null]);
    recent.set(3, three);
    expect([recent.get(1), recent.get('guid'), recent.get(3)]).toEqual([null, two, three]);
  });

  it('keeps the newest, however large, and counts what is replaced once', () => {
    const recent = new RecentSchemas(2 * sizeBytes);
    for (let round = 0; round < 5; round += 1) recent.set(1, one);
    recent.set(2, two);
    expect([recent.get(1), recent.get(2)]).toEqual([one, two]);
    const small = new RecentSchemas(0);
    small.set(1, one);
    small.set(2, two);
    expect([small.get(1), small.get(2)]).toEqual([null, two]);
  });

  it('forgets all at once', () => {
    const recent = new RecentSchemas(sizeBytes);
    recent.set(1, one);
    recent.clear();
    expect(recent.get(1)).toBeNull();
    recent.set(2, two);
    recent.clear();
    recent.set(3, three);
    expect(recent.get(3)).toBe(three);
  });
});

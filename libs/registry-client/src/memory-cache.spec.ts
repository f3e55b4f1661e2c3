import { loadSchema, type Schema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';
import { makeHandle, type CodecHandle } from './codec-handle.js';
import { guidOf } from './framing/guid.js';
import { MAX_TOPS, MemoryCache } from './memory-cache.js';

const schemas: Schema[] = [1, 2, 3].map((number) =>
  loadSchema(
    compileProtos({ 'a.proto': `syntax = "proto3";\nmessage A { string s${number} = 1; }\nmessage B {}\n` }),
  ),
);
const sizeBytes = schemas[0]?.canonical.byteLength ?? 0;

function handleOf(number: number, type = 'A', id = number + 1): CodecHandle {
  const schema = schemas[number];
  if (schema === undefined) throw new Error('there are three');
  return makeHandle({ fingerprint: schema.fingerprint, id, type, table: null }, schema);
}
const refOf = (handle: CodecHandle): { fingerprint: string; type: string } => ({
  fingerprint: handle.fingerprint,
  type: handle.type,
});

describe('MemoryCache', () => {
  const [one, two, three] = [handleOf(0), handleOf(1), handleOf(2)];

  it('keeps up to its bytes, and drops what was longest not used', () => {
    const cache = new MemoryCache(2 * sizeBytes);
    cache.set(one);
    cache.set(two);
    expect(cache.get(refOf(one))).toBe(one);
    cache.set(three);
    expect([one, two, three].map((handle) => cache.get(refOf(handle)))).toEqual([one, null, three]);
    expect(cache.get({ id: 2, type: 'A' })).toBeNull();
    expect(cache.get({ id: 3, type: 'A' })).toBe(three);
  });

  it('keeps the newest, however large', () => {
    const cache = new MemoryCache(1);
    cache.set(one);
    cache.set(two);
    expect([one, two].map((handle) => cache.get(refOf(handle)))).toEqual([null, two]);
  });

  it('counts a schema once, and forgets it with its last handle', () => {
    const cache = new MemoryCache(2 * sizeBytes);
    const other = handleOf(0, 'B');
    for (const handle of [one, other, two]) cache.set(handle);
    expect([one, other, two].map((handle) => cache.get(refOf(handle)))).toEqual([one, other, two]);
    cache.forgetWhere((handle) => handle === one);
    expect(cache.schema(one.fingerprint)).toBe(one.schema);
    cache.forgetWhere((handle) => handle === other);
    expect(cache.schema(one.fingerprint)).toBeNull();
    cache.set(three);
    expect(cache.get(refOf(two))).toBe(two);
  });

  it('replaces, without counting twice', () => {
    const cache = new MemoryCache(2 * sizeBytes);
    const again = handleOf(0);
    for (let round = 0; round < 5; round++) cache.set(round % 2 === 0 ? one : again);
    cache.set(two);
    expect(cache.get(refOf(one))).toBe(one);
  });

  it('follows an id to the schema that it was last given to', () => {
    const cache = new MemoryCache(10 * sizeBytes);
    cache.set(handleOf(0, 'A', 9));
    const moved = handleOf(1, 'A', 9);
    cache.set(moved);
    expect(cache.get({ id: 9, type: 'A' })).toBe(moved);
    cache.forgetWhere((handle) => handle.fingerprint === one.fingerprint);
    expect(cache.get({ id: 9, type: 'A' })).toBe(moved);
  });

  it('leads from frames to codecs, for as long as those are here', () => {
    const cache = new MemoryCache(2 * sizeBytes);
    const frame = (schema: number | string, ...indexes: number[]) => ({ schema, indexes });
    const guid = '01234567-89ab-8def-8123-456789abcdef';
    expect(cache.linkFrame(frame(1, 0), one)).toBeNull();
    cache.set(one);
    for (const name of [frame(1, 0), frame(1, 0, 1), frame(guid, 0), frame(9, 0)])
      expect(cache.linkFrame(name, one)?.handle).toBe(one);
    expect([cache.top(1, 0), cache.framed(frame(1, 0)), cache.framed(frame(guid, 0))]).toEqual(
      Array(3).fill(cache.framed(frame(1, 0, 1))),
    );
    expect([cache.top(2, 0), cache.framed(frame(1, 1)), cache.framed(frame(guid, 1))]).toEqual([
      null,
      null,
      null,
    ]);
    cache.set(two);
    cache.linkFrame(frame(9, 0), two);
    cache.forgetWhere((handle) => handle === one);
    expect([cache.top(1, 0), cache.framed(frame(1, 0, 1)), cache.framed(frame(guid, 0))]).toEqual([
      null,
      null,
      null,
    ]);
    expect(cache.top(9, 0)?.handle).toBe(two);
  });

  it('has room for messages at the top of a file, and beyond', () => {
    const cache = new MemoryCache(10 * sizeBytes);
    cache.set(one);
    for (const index of [MAX_TOPS - 1, MAX_TOPS, 2 ** 31 - 1]) {
      cache.linkFrame({ schema: 1, indexes: [index] }, one);
      expect(cache.framed({ schema: 1, indexes: [index] })?.handle).toBe(one);
    }
    expect(cache.top(1, MAX_TOPS - 1)?.handle).toBe(one);
    expect([cache.top(1, 0), cache.top(1, MAX_TOPS), cache.top(2, 0)]).toEqual([null, null, null]);
    cache.forgetWhere(() => true);
    expect(cache.framed({ schema: 1, indexes: [MAX_TOPS - 1] })).toBeNull();
    expect(cache.framed({ schema: 1, indexes: [MAX_TOPS] })).toBeNull();
  });

  it('knows a schema by its GUID, and by the id of a frame, while some handle has it', () => {
    const cache = new MemoryCache(10 * sizeBytes);
    const guid = guidOf(one.fingerprint);
    expect(cache.namedSchema(guid)).toBeNull();
    for (const handle of [one, handleOf(0, 'B')]) cache.set(handle);
    cache.linkFrame({ schema: 5, indexes: [0] }, one);
    expect([cache.namedSchema(guid), cache.namedSchema(5)]).toEqual([one.schema, one.schema]);
    cache.forgetWhere((handle) => handle === one);
    expect(cache.namedSchema(5)).toBe(one.schema);
    // The id was given to another.
    cache.set(two);
    cache.linkFrame({ schema: 5, indexes: [0] }, two);
    cache.forgetWhere(({ fingerprint }) => fingerprint === one.fingerprint);
    expect([cache.namedSchema(guid), cache.namedSchema(5)]).toEqual([null, two.schema]);
  });

  it('counts what is read by frame as used', () => {
    const cache = new MemoryCache(2 * sizeBytes);
    cache.set(one);
    cache.linkFrame({ schema: 1, indexes: [0] }, one);
    cache.set(two);
    cache.top(1, 0);
    cache.set(three);
    expect([one, two, three].map((handle) => cache.get(refOf(handle)))).toEqual([one, null, three]);
  });

  it('knows nothing under names that are none', () => {
    const cache = new MemoryCache(10 * sizeBytes);
    cache.set(handleOf(0, 'A', 0));
    for (const ref of [
      { type: 'A' },
      { id: 0, type: 'A' },
      { fingerprint: '', type: 'A' },
      { id: 5, type: '__proto__' },
    ])
      expect(cache.get(ref)).toBeNull();
  });
});

import { readJsonBatch } from './json-batch.js';
import { nearestName } from './nearest-name.js';
import { IngestClock } from './ingest-clock.js';
import { WriteKeys } from './write-keys.js';

const GOOD = { type: 'shop.v1.Click', data: { target: 'a' } };
const read = (...events: unknown[]): ReturnType<typeof readJsonBatch> => readJsonBatch({ events }, 10);

describe('readJsonBatch', () => {
  it('takes all that an event may say', () => {
    const full = {
      ...GOOD,
      id: '0197a1f0-0000-7000-8000-000000000000',
      subject: 'shop',
      version: 3,
      fingerprint: 'AB'.repeat(16),
      createdAt: '2026-01-01T00:00:00+01:00',
      sessionKey: 's',
    };
    const { batch, broken } = read(full);
    expect(broken).toEqual([]);
    expect(batch.events).toEqual([{ ...full, index: 0 }]);
    expect(batch.source).toEqual({ writeKey: '', appId: '', appVersion: '', platform: '' });
  });

  it.each([
    [{ event_type: 'x', data: {} }, "Did you mean 'type'?"],
    [{ eventType: 'x', data: {} }, "Did you mean 'type'?"],
    [{ ...GOOD, 'created-at': 'x' }, "Did you mean 'createdAt'?"],
    [{ ...GOOD, klick: 1 }, "go into 'data'"],
    [{ data: {} }, "'type'"],
    [{ ...GOOD, id: 'x' }, 'must be a UUID'],
    [{ ...GOOD, createdAt: 'yesterday' }, "'createdAt'"],
    [{ ...GOOD, version: 0 }, "'version'"],
    [{ ...GOOD, fingerprint: 'abc' }, '32 or 64 hex digits'],
    [{ ...GOOD, data: [] }, "'data': must be an object"],
    [{ ...GOOD, data: null }, "'data'"],
    [{ type: 'x' }, "'data'"],
    ['text', 'expected object'],
    [null, 'expected object'],
    [[], 'expected object'],
  ])('breaks %j alone and says: %s', (bad, part) => {
    const { batch, broken } = read(GOOD, bad, GOOD);
    expect(batch.events.map(({ index }) => index)).toEqual([0, 2]);
    expect(broken).toEqual([{ index: 1, message: expect.stringContaining(part) }]);
  });

  it.each([
    [null],
    ['x'],
    [[]],
    [{}],
    [{ events: {} }],
    [{ events: [], evnts: [] }],
    [{ events: [], source: { appid: 'x' } }],
  ])('refuses %j as no batch', (body) => {
    expect(() => readJsonBatch(body, 10)).toThrow('The body is not an EventBatch');
  });

  it('keeps to the number of events', () => {
    expect(read(...Array.from({ length: 10 }, () => GOOD)).batch.events).toHaveLength(10);
    expect(() => read(...Array.from({ length: 11 }, () => GOOD))).toThrow('11 events; the limit is 10');
  });

  it('leaves hostile keys in the data for the codec to refuse', () => {
    const data = JSON.parse('{"__proto__":{"admin":true}}') as object;
    const { batch } = read({ type: 'x', data });
    expect(Object.keys(batch.events[0]?.data ?? {})).toEqual(['__proto__']);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});

describe('nearestName', () => {
  const names = ['shop.v1.Click', 'shop.v1.ArticleView', 'shop.v1.Scroll'];

  it.each([
    ['shop.v1.Klick', 'shop.v1.Click'],
    ['click', 'shop.v1.Click'],
    ['other.v2.CLICK', 'shop.v1.Click'],
    ['article_view', 'shop.v1.ArticleView'],
    ['ArticelView', 'shop.v1.ArticleView'],
    ['Purchase', null],
    ['', null],
  ])('of %p is %p', (name, meant) => {
    expect(nearestName(name, names)).toBe(meant);
  });

  it('is quick for hostile names', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => `a.${'b'.repeat(500)}${index}`);
    const started = performance.now();
    nearestName('c'.repeat(100_000), many);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(nearestName('x', [])).toBeNull();
  });
});

describe('WriteKeys', () => {
  it('lets everybody write when there are none', () => {
    expect(new WriteKeys([]).allow('')).toBe(true);
  });

  it('lets its keys write and nobody else', () => {
    const keys = new WriteKeys(['one', 'two']);
    expect(['one', 'two', 'One', 'on', '', 'onetwo'].map((key) => keys.allow(key))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('IngestClock', () => {
  it('does not go back', () => {
    const times = [5, 7, 3, 8];
    const clock = new IngestClock(() => times.shift() ?? 0);
    expect([clock.nowMs(), clock.nowMs(), clock.nowMs(), clock.nowMs()]).toEqual([5, 7, 7, 8]);
  });
});

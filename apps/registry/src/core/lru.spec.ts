import { Lru } from './lru.js';

describe('Lru', () => {
  const make = (): Lru<string, string> => new Lru(6, (value) => value.length);

  it('keeps what fits and drops what was longest not used', () => {
    const cache = make();
    cache.set('a', 'xx');
    cache.set('b', 'xx');
    cache.get('a');
    cache.set('c', 'xxx');
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['xx', undefined, 'xxx']);
  });

  it('keeps a value at the bound and none past it', () => {
    const cache = make();
    cache.set('at', 'x'.repeat(6));
    expect(cache.get('at')).toHaveLength(6);
    cache.set('past', 'x'.repeat(7));
    expect(cache.get('past')).toBeUndefined();
  });

  it('weighs a replaced value once', () => {
    const cache = make();
    for (let i = 0; i < 10; i++) cache.set('a', 'xxx');
    cache.set('b', 'xxx');
    expect([cache.get('a'), cache.get('b')]).toEqual(['xxx', 'xxx']);
  });
});

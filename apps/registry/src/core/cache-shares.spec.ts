import { cacheShares } from './cache-shares.js';

describe('cacheShares', () => {
  it.each([0, 64, 1_000_003, 96 * 1024 * 1024])('shares %d bytes and no more', (total) => {
    const shares = Object.values(cacheShares(total)) as number[];
    const sum = shares.reduce((all, one) => all + one, 0);
    expect(sum).toBeLessThanOrEqual(total);
    expect(sum).toBeGreaterThan(total - 64);
    expect(Math.min(...shares)).toBe(Math.floor(total / 32));
  });
});

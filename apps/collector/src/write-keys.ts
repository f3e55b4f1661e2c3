import { createHash, timingSafeEqual } from 'node:crypto';

/** Keys that may write. Comparing takes the same time whatever is wrong with a key. */
export class WriteKeys {
  private readonly digests: readonly Buffer[];

  constructor(keys: readonly string[]) {
    this.digests = keys.map(digest);
  }

  /** True when the key is one of them, or when there are none and everybody may write. */
  allow(key: string): boolean {
    if (this.digests.length === 0) return true;
    const given = digest(key);
    let found = false;
    for (const known of this.digests) found = timingSafeEqual(known, given) || found;
    return found;
  }
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

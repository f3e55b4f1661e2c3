import { createHash, timingSafeEqual } from 'node:crypto';

/** Secrets that callers show. Comparing takes the same time whatever is wrong with what they show. */
export class KnownSecrets {
  private readonly digests: readonly Buffer[];

  constructor(secrets: readonly string[]) {
    this.digests = secrets.map(digest);
  }

  /** True when there are none. */
  get isEmpty(): boolean {
    return this.digests.length === 0;
  }

  /** True when the text is one of them. */
  has(text: string): boolean {
    const given = digest(text);
    let found = false;
    for (const known of this.digests) found = timingSafeEqual(known, given) || found;
    return found;
  }
}

// Of equal length, which comparing in equal time needs.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

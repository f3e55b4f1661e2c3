import { KnownSecrets } from '#libs/nest-kit';

/** Keys that may write. Comparing takes the same time whatever is wrong with a key. */
export class WriteKeys {
  private readonly known: KnownSecrets;

  constructor(keys: readonly string[]) {
    this.known = new KnownSecrets(keys);
  }

  /** True when the key is one of them, or when there are none and everybody may write. */
  allow(key: string): boolean {
    return this.known.isEmpty || this.known.has(key);
  }
}

/** Values by pairs of parts, which are told apart by identity. */
export class Pairs<K, T, L = K> {
  private readonly rows = new Map<K, Map<L, T>>();
  /** How many pairs have a value. */
  size = 0;

  /** The pair's value; undefined when it has none. */
  get(first: K, second: L): T | undefined {
    return this.rows.get(first)?.get(second);
  }

  /** Whether the pair has a value. */
  has(first: K, second: L): boolean {
    return this.rows.get(first)?.has(second) ?? false;
  }

  /** Gives the pair a value. */
  set(first: K, second: L, value: T): void {
    const row = this.rows.get(first) ?? new Map<L, T>();
    this.rows.set(first, row);
    if (!row.has(second)) this.size++;
    row.set(second, value);
  }
}

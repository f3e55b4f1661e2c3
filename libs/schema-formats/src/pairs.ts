/** Values by pairs of parts of schemas, which are told apart by identity. */
export class Pairs<K, T> {
  private readonly rows = new Map<K, Map<K, T>>();
  /** How many pairs have a value. */
  size = 0;

  /** The pair's value; undefined when it has none. */
  get(reader: K, writer: K): T | undefined {
    return this.rows.get(reader)?.get(writer);
  }

  /** Whether the pair has a value. */
  has(reader: K, writer: K): boolean {
    return this.rows.get(reader)?.has(writer) ?? false;
  }

  /** Gives the pair a value. */
  set(reader: K, writer: K, value: T): void {
    const row = this.rows.get(reader) ?? new Map<K, T>();
    this.rows.set(reader, row);
    if (!row.has(writer)) this.size++;
    row.set(writer, value);
  }
}

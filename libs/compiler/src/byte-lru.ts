/** Keeps what was used last, as much as fits in a number of bytes. */
export class ByteLru<T> {
  private readonly entries = new Map<string, { readonly value: T; readonly sizeBytes: number }>();
  private totalBytes = 0;

  constructor(private readonly maxBytes: number) {}

  get(key: string): T | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry.value;
  }

  /** Drops what was used longest ago until the rest fits; a value that alone does not fit is not kept. */
  set(key: string, value: T, sizeBytes: number): void {
    this.drop(key);
    if (sizeBytes > this.maxBytes) return;
    this.entries.set(key, { value, sizeBytes });
    this.totalBytes += sizeBytes;
    for (const oldest of this.entries.keys()) {
      if (this.totalBytes <= this.maxBytes) break;
      this.drop(oldest);
    }
  }

  private drop(key: string): void {
    this.totalBytes -= this.entries.get(key)?.sizeBytes ?? 0;
    this.entries.delete(key);
  }
}

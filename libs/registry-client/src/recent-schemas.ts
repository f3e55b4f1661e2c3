import type { Schema } from '#libs/descriptors';

/**
 * Schemas by the names that frames gave them, bounded by the size of their descriptor sets; the oldest go first. They are kept although
 * no message of them may ever be read: frames that name a schema rightly and its messages wrongly must not ask the registry each time.
 */
export class RecentSchemas {
  private readonly schemas = new Map<number | string, Schema>();
  private sizeBytes = 0;

  constructor(private readonly maxBytes: number) {}

  get(name: number | string): Schema | null {
    return this.schemas.get(name) ?? null;
  }

  /** The newest is kept even when it alone is over the bound. */
  set(name: number | string, schema: Schema): void {
    this.delete(name);
    this.schemas.set(name, schema);
    this.sizeBytes += schema.canonical.byteLength;
    for (const oldest of this.schemas.keys()) {
      if (this.sizeBytes <= this.maxBytes || oldest === name) return;
      this.delete(oldest);
    }
  }

  clear(): void {
    this.schemas.clear();
    this.sizeBytes = 0;
  }

  private delete(name: number | string): void {
    const schema = this.schemas.get(name);
    if (schema === undefined) return;
    this.schemas.delete(name);
    this.sizeBytes -= schema.canonical.byteLength;
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSchema, type Schema } from '#libs/descriptors';
import { RegistryError } from '#libs/errors';
import { DiskCache, type StoredSchema } from './disk-cache.js';
import { guidOf } from './framing/guid.js';
import { messageOf } from './inquiries.js';
import type { StoredCodec } from './read-codec-info.js';
import { fits, type SchemaRef } from './schema-ref.js';

/** A schema that is shipped with its reader. */
export interface BundledSchema {
  /** A serialized FileDescriptorSet with its imports, such as `buf build -o schema.binpb` writes. */
  readonly descriptorSet: Uint8Array;
  /** Its id in the registry that wrote the messages; absent: it is known by fingerprint and GUID alone. */
  readonly id?: number;
  /** Import paths of the schema's own files. Default: those that no other file of the set imports. */
  readonly rootFiles?: readonly string[];
}

/**
 * Schemas shipped with their reader: objects, or a folder with
 *
 * - `<name>.binpb`: descriptor sets; a name of digits is the schema's id
 * - what a cache folder holds, which is how tables come with it; nothing there is written or removed
 */
export type BundleSource = string | readonly BundledSchema[];

/** What a reader was shipped with. It is looked in before the registry, which is then not asked. */
export class Bundle {
  private readonly schemas = new Map<string, Schema>();
  private readonly ofName = new Map<number | string, Schema>();
  private readonly idOf = new Map<string, number>();
  private readonly folder: DiskCache | null;

  /** Reads the sets at once: a bundle that can not be read is found at the start. **Throws** BAD_CONFIG, DESCRIPTOR_INVALID. */
  constructor(source: BundleSource) {
    this.folder = typeof source === 'string' ? new DiskCache(source, { readOnly: true }) : null;
    for (const bundled of typeof source === 'string' ? setsIn(source) : source) this.add(bundled);
  }

  /** The codec, without a table unless the folder says which; null when it is not here. */
  async read(ref: SchemaRef): Promise<StoredCodec | null> {
    const stored = (await this.folder?.read(ref)) ?? null;
    if (stored !== null) return stored;
    const schema =
      ref.fingerprint === undefined
        ? this.ofName.get(ref.id ?? 0)
        : this.schemas.get(ref.fingerprint.slice(0, 32));
    if (schema === undefined || !fits(ref, schema.fingerprint)) return null;
    const { fingerprint, canonical } = schema;
    const id = ref.id ?? this.idOf.get(fingerprint) ?? 0;
    return { facts: { fingerprint, id, type: ref.type, table: null }, descriptorSet: canonical };
  }

  /** The schema that an id or a GUID stands for; null when it is not here. */
  async readSchema(name: number | string): Promise<StoredSchema | null> {
    const schema = this.ofName.get(name);
    if (schema !== undefined) return { fingerprint: schema.fingerprint, descriptorSet: schema.canonical };
    return (await this.folder?.readSchema(name)) ?? null;
  }

  private add({ descriptorSet, id, rootFiles }: BundledSchema): void {
    const schema = loadSchema(descriptorSet, rootFiles === undefined ? {} : { rootFiles });
    this.schemas.set(schema.fingerprint.slice(0, 32), schema);
    this.ofName.set(guidOf(schema.fingerprint), schema);
    if (id === undefined) return;
    this.ofName.set(id, schema);
    this.idOf.set(schema.fingerprint, id);
  }
}

function setsIn(folder: string): readonly BundledSchema[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.binpb'));
    return names.sort().map((name) => {
      const descriptorSet = readFileSync(join(folder, name));
      const [, id] = /^([1-9]\d{0,9})\.binpb$/.exec(name) ?? [];
      return id === undefined ? { descriptorSet } : { descriptorSet, id: Number(id) };
    });
  } catch (cause) {
    throw new RegistryError(
      'BAD_CONFIG',
      { name: 'bundle', value: folder, problem: messageOf(cause) },
      { cause },
    );
  }
}

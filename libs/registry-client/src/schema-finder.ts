import { createHash } from 'node:crypto';
import { openSchema, parseFingerprint, type Schema } from '#libs/descriptors';
import { RegistryError } from '#libs/errors';
import type { Bundle } from './bundle.js';
import type { DiskCache, StoredSchema } from './disk-cache.js';
import { guidOf, isGuid } from './framing/guid.js';
import { messageOf, type Inquiries } from './inquiries.js';
import type { SchemaLookup } from './lookup.js';
import { RecentSchemas } from './recent-schemas.js';
import type { RegistryApi } from './registry-api.js';
import { schemaPart } from './schema-ref.js';
import { settledWithin } from './settled-within.js';

/** Where schemas are looked for, in this order; the registry last. */
export interface SchemaSources {
  readonly bundle: Bundle | null;
  readonly disk: DiskCache | null;
  readonly api: RegistryApi;
  readonly inquiries: Inquiries;
  /** Bytes of descriptor sets that are kept of what frames named. */
  readonly maxBytes: number;
  /** How long a schema that lies on disk waits for what the registry says its id stands for now. */
  readonly patienceMs: number;
}

/** Schemas by what stands in frames: an id, or a GUID. Callers that want one at once share one request. */
export class SchemaFinder {
  private readonly underWay = new Map<number | string, Promise<SchemaLookup>>();
  private readonly recent: RecentSchemas;

  constructor(private readonly sources: SchemaSources) {
    this.recent = new RecentSchemas(sources.maxBytes);
  }

  /**
   * Never throws. A GUID made of the hash is found on disk, which is as good as the registry's word; ids, and GUIDs that were given out
   * or came with what was imported, are the registry's to give.
   */
  async find(name: number | string): Promise<SchemaLookup> {
    if (!isName(name)) return { status: 'invalid', problem: 'the frame names no schema' };
    const recent = this.recent.get(name);
    if (recent !== null) return { status: 'found', schema: recent };
    const refused = this.sources.inquiries.waiting(keyOf(name));
    if (refused !== null) return refused;
    let underWay = this.underWay.get(name);
    if (underWay === undefined) {
      underWay = this.search(name).then((lookup) => {
        this.underWay.delete(name);
        if (lookup.status === 'found') this.recent.set(name, lookup.schema);
        return lookup;
      });
      this.underWay.set(name, underWay);
    }
    return underWay;
  }

  /** Ids may stand for something else from now on. */
  forget(): void {
    this.recent.clear();
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay.values());
  }

  private async search(name: number | string): Promise<SchemaLookup> {
    const { bundle, disk, patienceMs } = this.sources;
    const bundled = open(name, (await bundle?.readSchema(name)) ?? null);
    if (bundled !== null) return { status: 'found', schema: bundled };
    const kept = open(name, (await disk?.readSchema(name)) ?? null);
    if (kept === null) return this.ask(name);
    if (typeof name === 'string') return { status: 'found', schema: kept };
    const answer = await settledWithin(this.ask(name), patienceMs);
    return answer === null || answer.status === 'unreachable' ? { status: 'found', schema: kept } : answer;
  }

  private async ask(name: number | string): Promise<SchemaLookup> {
    const { api, disk, inquiries } = this.sources;
    const key = keyOf(name);
    const answer = await inquiries.ask(() => api.descriptorSet(String(name)));
    if (answer.status === 'unreachable') return answer.lookup;
    if (answer.status === 'refused') return inquiries.refuseAnswer(key, answer);
    try {
      const { bytes, tag } = answer.value;
      const stored = { fingerprint: hashOf(bytes), descriptorSet: bytes };
      // A GUID that is not made of the hash was given out: the registry says which schema it stands for, as for an id.
      const isGiven = typeof name === 'string' && tag === stored.fingerprint;
      const schema = isGiven ? openSchema(bytes, stored.fingerprint) : openAs(name, stored);
      // A full disk makes the cache useless, not the schema.
      await disk?.writeSchema(typeof name === 'number' ? name : null, stored).catch(() => undefined);
      inquiries.forget(key);
      return { status: 'found', schema };
    } catch (error) {
      return inquiries.refuse(key, { status: 'invalid', problem: messageOf(error) });
    }
  }
}

function isName(name: number | string): boolean {
  return typeof name === 'number' ? schemaPart({ id: name, type: '' }) !== null : isGuid(name);
}

/** No type has this name, so that it is no key of a codec. */
function keyOf(name: number | string): string {
  return `${name}/*`;
}

function open(name: number | string, stored: StoredSchema | null): Schema | null {
  try {
    return stored === null ? null : openAs(name, stored);
  } catch {
    return null;
  }
}

/** **Throws** FINGERPRINT_MISMATCH, DESCRIPTOR_INVALID. */
function openAs(name: number | string, { fingerprint, descriptorSet }: StoredSchema): Schema {
  const whole = parseFingerprint(fingerprint);
  if (typeof name === 'string' && (whole === null || guidOf(whole) !== name))
    throw new RegistryError('FINGERPRINT_MISMATCH', { expected: name, actual: fingerprint });
  return openSchema(descriptorSet, fingerprint);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

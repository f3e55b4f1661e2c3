import { isGuid } from '../framing/guid.js';
import { messageOf, type Inquiries } from '../inquiries.js';
import type { NotFound } from '../lookup.js';
import type { RegistryApi } from '../registry-api.js';
import { schemaPart } from '../schema-ref.js';
import { readDocumentInfo, type DocumentSchema } from './document-schema.js';

/** What asking for a schema of another format than Protobuf came to. */
export type DocumentLookup = { readonly status: 'found'; readonly schema: DocumentSchema } | NotFound;

/** Schemas of Avro and JSON by what stands in frames, in memory, then of the registry; callers that want one at once share one request. */
export class DocumentFinder {
  private readonly schemas = new Map<number | string, DocumentSchema>();
  private readonly underWay = new Map<number | string, Promise<DocumentLookup>>();
  private sizeBytes = 0;

  /** `maxBytes`: texts kept in memory, as UTF-16; those longest not used go first. */
  constructor(
    private readonly api: RegistryApi,
    private readonly inquiries: Inquiries,
    private readonly maxBytes: number,
  ) {}

  /** The schema if it is in memory. Never waits. */
  peek(name: number | string): DocumentSchema | null {
    const known = this.schemas.get(name);
    if (known === undefined) return null;
    this.schemas.delete(name);
    this.schemas.set(name, known);
    return known;
  }

  /** Never throws. */
  async find(name: number | string): Promise<DocumentLookup> {
    const part = typeof name === 'number' ? schemaPart({ id: name, type: '' }) : isGuid(name) ? name : null;
    if (part === null) return { status: 'invalid', problem: 'the frame names no schema' };
    const known = this.peek(name);
    if (known !== null) return { status: 'found', schema: known };
    const refused = this.inquiries.waiting(keyOf(name));
    if (refused !== null) return refused;
    const asked = this.underWay.get(name) ?? this.ask(name).finally(() => this.underWay.delete(name));
    this.underWay.set(name, asked);
    return asked;
  }

  /** Ids may stand for something else from now on. */
  forget(): void {
    this.schemas.clear();
    this.sizeBytes = 0;
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.underWay.values());
  }

  private async ask(name: number | string): Promise<DocumentLookup> {
    const key = keyOf(name);
    const path = `/api/v1/schemas/${name}/document`;
    const answer = await this.inquiries.ask(() => this.api.send<unknown>('GET', path));
    if (answer.status === 'unreachable') return answer.lookup;
    if (answer.status === 'refused') return this.inquiries.refuseAnswer(key, answer);
    try {
      const schema = readDocumentInfo(answer.value);
      this.inquiries.forget(key);
      if (answer.isCurrent) this.keep(name, schema);
      return { status: 'found', schema };
    } catch (error) {
      return this.inquiries.refuse(key, { status: 'invalid', problem: messageOf(error) });
    }
  }

  /** The newest is kept even when it alone is over the bound. */
  private keep(name: number | string, schema: DocumentSchema): void {
    this.schemas.set(name, schema);
    this.sizeBytes += sizeOf(schema);
    for (const [oldest, other] of this.schemas) {
      if (this.sizeBytes <= this.maxBytes || oldest === name) return;
      this.schemas.delete(oldest);
      this.sizeBytes -= sizeOf(other);
    }
  }
}

/** No codec and no descriptor set has this key. */
function keyOf(name: number | string): string {
  return `${name}/=`;
}

function sizeOf({ text, references }: DocumentSchema): number {
  return references.reduce((size, reference) => size + 2 * reference.text.length, 2 * text.length);
}

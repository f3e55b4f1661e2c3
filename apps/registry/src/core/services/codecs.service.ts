import type { DescMessage } from '@bufbuild/protobuf';
import { RegistryError } from '#libs/errors';
import { emitTypes, type ModuleInput } from '#libs/codec';
import { findMessage, messageIndexPath, parseFingerprint, type Schema } from '#libs/descriptors';
import type { registry } from '#libs/gen';
import type { CacheShares } from '../cache-shares.js';
import { Lru } from '../lru.js';
import type { SchemasRepository } from '../repositories/schemas.repository.js';
import type { TablesRepository } from '../repositories/tables.repository.js';
import { DEFAULT_CONTEXT, formatSubjectName } from '../subject-name.js';
import type { Changes } from './changes.service.js';
import type { CodecModule, CodecModules } from './codec-modules.service.js';
import type { SchemaStore } from './schema-store.service.js';
import type { Tables } from './tables.service.js';

/** A stored schema's canonical bytes; they never change. */
export interface CanonicalSchema {
  readonly fingerprint: string;
  readonly bytes: Uint8Array;
}

/** A codec's answer, ready to be sent. */
export interface CodecAnswer {
  /** Changes when the answer does. */
  readonly etag: string;
  readonly body: string;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Bytes that an entry takes beside what it holds: key, objects, their place in a map. */
const OVERHEAD_BYTES = 400;
/** Bytes of an id and its fingerprint, all in all. */
const NAME_BYTES = 250;

/** What codecs are made with. */
export interface CodecParts {
  readonly schemaStore: SchemaStore;
  readonly tables: Tables;
  readonly modules: CodecModules;
}

/** What readers fetch: descriptor sets and codecs, by fingerprint or id. Kept in memory, since it is asked for most. */
export class Codecs {
  private readonly canonical: Lru<string, CanonicalSchema>;
  private readonly answers: Lru<string, CodecAnswer>;
  private readonly fingerprintOfId: Lru<number, string>;
  private readonly schemas: SchemasRepository;
  private readonly tablesRepository: TablesRepository;
  private readonly schemaStore: SchemaStore;
  private readonly tables: Tables;
  private readonly modules: CodecModules;
  private head = -1;

  constructor(
    stores: { readonly schemas: SchemasRepository; readonly tables: TablesRepository },
    parts: CodecParts,
    private readonly changes: Changes,
    shares: Pick<CacheShares, 'canonical' | 'codecs' | 'names'>,
  ) {
    this.schemas = stores.schemas;
    this.tablesRepository = stores.tables;
    ({ schemaStore: this.schemaStore, tables: this.tables, modules: this.modules } = parts);
    this.canonical = new Lru(shares.canonical, ({ bytes }) => OVERHEAD_BYTES + bytes.byteLength);
    this.answers = new Lru(shares.codecs, ({ body }) => OVERHEAD_BYTES + body.length);
    this.fingerprintOfId = new Lru(shares.names, () => NAME_BYTES);
  }

  /** The schema that a full or 32-digit fingerprint, a GUID made of one, or an id of the default context names. **Throws** SCHEMA_NOT_FOUND. */
  async schema(ref: string): Promise<CanonicalSchema> {
    const cached = this.canonical.get(ref);
    if (cached !== undefined) return cached;
    const fingerprint = await this.resolve(ref);
    const bytes = await this.schemas.canonical(fingerprint);
    if (bytes === null) throw new RegistryError('SCHEMA_NOT_FOUND', { ref });
    const schema = { fingerprint, bytes };
    this.canonical.set(ref, schema);
    return schema;
  }

  /** What is needed to read the message. **Throws** SCHEMA_NOT_FOUND, MESSAGE_NOT_FOUND. */
  async codec(ref: string, message: string): Promise<CodecAnswer> {
    await this.forgetWhenChanged();
    const key = `${ref}/${message}`;
    const cached = this.answers.get(key);
    if (cached !== undefined) return cached;
    const info = await this.describe(ref, message);
    const answer = {
      etag: `"${info.fingerprint ?? ''}-${message}-${info.table?.version ?? 0}-${info.table?.state ?? ''}"`,
      body: JSON.stringify(info),
    };
    this.answers.set(key, answer);
    return answer;
  }

  /** The message's codec as an ES module. **Throws** SCHEMA_NOT_FOUND, MESSAGE_NOT_FOUND, CODEC_MODULE_UNAVAILABLE. */
  async module(ref: string, message: string): Promise<CodecModule> {
    const { fingerprint, bytes } = await this.schema(ref);
    const { typeName } = await this.message(fingerprint, message);
    return this.modules.module({ fingerprint, descriptorSet: bytes, typeName });
  }

  /** TypeScript declarations of {@link module}. **Throws** SCHEMA_NOT_FOUND, MESSAGE_NOT_FOUND. */
  async moduleTypes(ref: string, message: string): Promise<{ fingerprint: string; text: string }> {
    const { fingerprint } = await this.schema(ref);
    return { fingerprint, text: emitTypes(await this.message(fingerprint, message)) };
  }

  /** Where a schema is in use. **Throws** SCHEMA_NOT_FOUND. */
  async uses(ref: string): Promise<registry.SchemaInfoJson> {
    const fingerprint = await this.resolve(ref);
    const uses = await this.schemas.uses(fingerprint);
    return {
      fingerprint,
      id: (await this.schemas.idOfFingerprint(DEFAULT_CONTEXT, fingerprint)) ?? 0,
      subjects: uses.map((use) => ({ subject: formatSubjectName(use), version: use.version })),
    };
  }

  /** The newest version that has the event message. **Throws** MESSAGE_NOT_FOUND with the known names. */
  async newestWithMessage(message: string): Promise<registry.MessageInfoJson> {
    const found = await this.tablesRepository.newestWithMessage(message);
    if (found === null) {
      const known = (await this.tablesRepository.messages(100)).join(', ') || 'none';
      throw new RegistryError('MESSAGE_NOT_FOUND', { type: message, known });
    }
    return {
      type: message,
      subject: found.name,
      version: found.version,
      fingerprint: found.fingerprint,
      id: found.schema_id,
    };
  }

  /** Names of all event messages. */
  messages(limit: number): Promise<string[]> {
    return this.tablesRepository.messages(limit);
  }

  private async describe(ref: string, message: string): Promise<registry.CodecInfoJson> {
    const { fingerprint, bytes } = await this.schema(ref);
    const schema = await this.schemaStore.byFingerprint(fingerprint);
    const desc = messageOf(schema, message);
    const owner = await this.tablesRepository.forCodec(fingerprint, desc.typeName);
    const table =
      owner === null
        ? null
        : await this.tables.mapping(
            owner.subjectId,
            owner,
            owner.version,
            owner.state,
            schema,
            desc.typeName,
          );
    return {
      fingerprint,
      id: (await this.schemas.idOfFingerprint(DEFAULT_CONTEXT, fingerprint)) ?? 0,
      type: desc.typeName,
      descriptorSet: Buffer.from(bytes).toString('base64'),
      messageIndex: [...messageIndexPath(desc)],
      ...(table === null ? {} : { table }),
      ...this.describeModule({ fingerprint, descriptorSet: bytes, typeName: desc.typeName }),
    };
  }

  private describeModule(input: Omit<ModuleInput, 'runtime'>): Pick<registry.CodecInfoJson, 'module'> {
    if (!this.modules.isAvailable) return {};
    const { integrity, sizeBytes } = this.modules.module(input);
    const path = `/api/v1/codecs/${input.fingerprint}/${input.typeName}/module`;
    return { module: { path: `${path}.mjs`, typesPath: `${path}.d.ts`, integrity, sizeBytes } };
  }

  private async message(fingerprint: string, message: string): Promise<DescMessage> {
    return messageOf(await this.schemaStore.byFingerprint(fingerprint), message);
  }

  /** Full fingerprint of what {@link schema} names, in any format. **Throws** SCHEMA_NOT_FOUND. */
  async resolve(ref: string): Promise<string> {
    const fingerprint = /^[1-9]\d{0,9}$/.test(ref)
      ? await this.byId(Number(ref))
      : await this.byFingerprint(ref);
    if (fingerprint === null) throw new RegistryError('SCHEMA_NOT_FOUND', { ref: ref.slice(0, 80) });
    return fingerprint;
  }

  private async byFingerprint(ref: string): Promise<string | null> {
    const text = ref.toLowerCase();
    if (GUID.test(text)) return this.schemas.resolveGuid(text);
    if (parseFingerprint(text) === null && !/^[0-9a-f]{32}$/.test(text)) return null;
    return this.schemas.resolveFingerprint(text);
  }

  private async byId(id: number): Promise<string | null> {
    const known = this.fingerprintOfId.get(id);
    if (known !== undefined) return known;
    if (id > 2 ** 31 - 1) return null;
    const fingerprint = await this.schemas.fingerprintOfId(DEFAULT_CONTEXT, id);
    if (fingerprint !== null) this.fingerprintOfId.set(id, fingerprint);
    return fingerprint;
  }

  /**
   * Codecs name a table and a state, which other requests and other replicas may change. Readers keep what they are told until
   * the change feed tells them to ask again, so an answer must never be older than the feed.
   */
  private async forgetWhenChanged(): Promise<void> {
    const head = await this.changes.head();
    if (head !== this.head) this.answers.clear();
    this.head = head;
  }
}

function messageOf(schema: Schema, message: string): DescMessage {
  const desc = findMessage(schema, message);
  if (desc !== null) return desc;
  const known = [...schema.registry].flatMap((type) => (type.kind === 'message' ? [type.typeName] : []));
  throw new RegistryError('MESSAGE_NOT_FOUND', { type: message, known: known.slice(0, 20).join(', ') });
}

import { createCodec, type MessageCodec } from '#libs/codec';
import { allMessages, findMessage, type Fingerprint, type Schema } from '#libs/descriptors';
import { RegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';

/** What a reader needs for one (schema, message): resolve it once, use it for every event. */
export interface CodecHandle {
  readonly fingerprint: Fingerprint;
  /** Id in the registry's default context; null when it has none there. */
  readonly id: number | null;
  readonly type: string;
  readonly schema: Schema;
  readonly codec: MessageCodec;
  /** Where rows go; null when no subject has the message as a table. */
  readonly table: registry.TableMappingJson | null;
}

/** What is kept of a codec beside its descriptor set. */
export interface CodecFacts {
  /** Whole. */
  readonly fingerprint: string;
  /** 0 when it has none. */
  readonly id: number;
  readonly type: string;
  readonly table: registry.TableMappingJson | null;
}

const SHOWN_MESSAGES = 20;

/** Makes a handle of a verified schema. **Throws** MESSAGE_NOT_FOUND. */
export function makeHandle(facts: CodecFacts, schema: Schema): CodecHandle {
  const desc = findMessage(schema, facts.type);
  if (desc === null) {
    const known = [...allMessages(schema)].slice(0, SHOWN_MESSAGES).map((message) => message.typeName);
    throw new RegistryError('MESSAGE_NOT_FOUND', { type: facts.type, known: known.join(', ') });
  }
  return {
    fingerprint: schema.fingerprint,
    id: facts.id === 0 ? null : facts.id,
    type: facts.type,
    schema,
    codec: createCodec(schema.registry, desc),
    table: facts.table,
  };
}

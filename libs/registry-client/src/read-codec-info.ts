import { fromJson, type JsonValue } from '@bufbuild/protobuf';
import { RegistryError } from '#libs/errors';
import { registry } from '#libs/gen';
import type { CodecFacts } from './codec-handle.js';
import { fits, type SchemaRef } from './schema-ref.js';

/** A codec as the registry sends it and as it lies on disk. */
export interface StoredCodec {
  readonly facts: CodecFacts;
  /** Canonical; its hash is checked by whoever opens it. */
  readonly descriptorSet: Uint8Array;
}

/** The registry's answer, if it is one to what was asked. **Throws** FINGERPRINT_MISMATCH, BAD_REQUEST. */
export function readCodecInfo(ref: SchemaRef, json: unknown): StoredCodec {
  const info = parse(() =>
    fromJson(registry.CodecInfoSchema, json as JsonValue, { ignoreUnknownFields: true }),
  );
  const { fingerprint, id, type, descriptorSet } = info;
  if (!/^[0-9a-f]{64}$/.test(fingerprint) || !fits(ref, fingerprint))
    throw new RegistryError('FINGERPRINT_MISMATCH', {
      expected: ref.fingerprint ?? `of id ${ref.id}`,
      actual: fingerprint.slice(0, 80),
    });
  if (type !== ref.type) throw badAnswer(`a codec of '${type.slice(0, 80)}' for '${ref.type}'`);
  const table = (json as registry.CodecInfoJson).table ?? null;
  return { facts: { fingerprint, id, type, table }, descriptorSet };
}

/** What lies on disk, checked as the registry's answer is: files may be old or damaged. **Throws** BAD_REQUEST. */
export function readCodecFacts(json: unknown): CodecFacts {
  const { fingerprint, id, type, table } = json as Partial<CodecFacts>;
  if (typeof fingerprint !== 'string' || !/^[0-9a-f]{64}$/.test(fingerprint) || typeof type !== 'string')
    throw badAnswer('facts without fingerprint or type');
  if (typeof id !== 'number' || !Number.isInteger(id) || id < 0) throw badAnswer('facts without id');
  if (table !== null)
    parse(() => fromJson(registry.TableMappingSchema, table as JsonValue, { ignoreUnknownFields: true }));
  return { fingerprint, id, type, table: table ?? null };
}

function parse<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw badAnswer(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function badAnswer(problem: string, cause?: unknown): RegistryError {
  return new RegistryError('BAD_REQUEST', { problem: `the answer is no codec: ${problem}` }, { cause });
}

import { RegistryError } from '#libs/errors';
import { MAGIC_GUID, MAGIC_ID, MAX_SCHEMA_ID } from './frame.js';
import { guidToBytes } from './guid.js';
import { appendZigzag } from './zigzag.js';

/**
 * What stands before a payload: V0 when `schema` is an id, V1 when it is a GUID. It is also what the header holds. `[0]` is written as
 * the single byte 0. **Throws** BAD_REQUEST for an id, a GUID or a path that is none.
 */
export function framePrefix(schema: number | string, indexes: readonly number[]): Uint8Array {
  const bytes = nameBytes(schema);
  const bad = indexes.find((index) => !Number.isInteger(index) || index < 0 || index > MAX_SCHEMA_ID);
  if (indexes.length === 0 || bad !== undefined)
    throw badRequest(`[${indexes.slice(0, 100).join(', ')}] names no message`);
  if (indexes.length === 1 && indexes[0] === 0) return Uint8Array.from([...bytes, 0]);
  appendZigzag(bytes, indexes.length);
  for (const index of indexes) appendZigzag(bytes, index);
  return Uint8Array.from(bytes);
}

/** The same of a schema without messages, of Avro or JSON. **Throws** BAD_REQUEST for an id or a GUID that is none. */
export function documentPrefix(schema: number | string): Uint8Array {
  return Uint8Array.from(nameBytes(schema));
}

/** A prefix of {@link framePrefix} or {@link documentPrefix} and a payload in one new array. */
export function writeFrame(prefix: Uint8Array, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(prefix.length + payload.length);
  bytes.set(prefix);
  bytes.set(payload, prefix.length);
  return bytes;
}

function nameBytes(schema: number | string): number[] {
  return typeof schema === 'number' ? idBytes(schema) : [MAGIC_GUID, ...guidToBytes(schema)];
}

function idBytes(id: number): number[] {
  if (!Number.isInteger(id) || id < 1 || id > MAX_SCHEMA_ID) throw badRequest(`${id} is no schema id`);
  return [MAGIC_ID, id >>> 24, (id >>> 16) & 0xff, (id >>> 8) & 0xff, id & 0xff];
}

function badRequest(problem: string): RegistryError {
  return new RegistryError('BAD_REQUEST', { problem });
}

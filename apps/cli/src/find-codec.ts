import { createCodec, type MessageCodec } from '#libs/codec';
import { findMessage } from '#libs/descriptors';
import { RegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import type { RegistryClient, SchemaRef } from '#libs/registry-client';
import { compileSchema, withCompiler } from './compile-schema.js';
import type { Io } from './io.js';
import { registryUrl, subjectPath, withRegistry } from './registry-access.js';
import { readFolder } from './sources/read-folder.js';
import { parseSubjectVersion } from './subject-version.js';
import { messageNotFound } from './tables-of.js';

/** Where a schema is: exactly one of the first three. */
export interface SchemaPlace {
  readonly dir?: string;
  readonly subject?: string;
  readonly fingerprint?: string;
  readonly registry?: string;
}

const FINGERPRINT = /^(?:[0-9a-f]{32}){1,2}$/i;

/** The codec of a message. **Throws** BAD_REQUEST unless one place is given, MESSAGE_NOT_FOUND, SCHEMA_NOT_FOUND, REGISTRY_UNREACHABLE. */
export async function findCodec(io: Io, type: string, place: SchemaPlace): Promise<MessageCodec> {
  const given = [place.dir, place.subject, place.fingerprint].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw new RegistryError('BAD_REQUEST', { problem: 'Give one of --dir, --subject and --fingerprint.' });
  if (place.dir !== undefined) return codecOfFolder(io, type, place.dir);
  return withRegistry(io, registryUrl(io, place.registry), async (client) => {
    if (place.fingerprint !== undefined && !FINGERPRINT.test(place.fingerprint))
      throw new RegistryError('BAD_REQUEST', { problem: '--fingerprint takes 32 or 64 hex digits.' });
    const fingerprint =
      place.fingerprint?.toLowerCase() ?? (await fingerprintOf(client, place.subject ?? ''));
    return lookUp(client, { fingerprint, type: type.replace(/^\./, '') });
  });
}

async function codecOfFolder(io: Io, type: string, folder: string): Promise<MessageCodec> {
  const files = await readFolder(io.cwd, folder);
  const schema = await withCompiler(io, (compiler) => compileSchema(compiler, files));
  const desc = findMessage(schema, type);
  if (desc === null) throw messageNotFound(schema, type);
  return createCodec(schema.registry, desc);
}

async function fingerprintOf(client: RegistryClient, text: string): Promise<string> {
  const { subject, version } = parseSubjectVersion(text);
  const path = `${subjectPath(subject)}/versions/${encodeURIComponent(version)}`;
  return (await client.request<registry.VersionInfoJson>('GET', path)).fingerprint ?? '';
}

async function lookUp(client: RegistryClient, ref: SchemaRef): Promise<MessageCodec> {
  const found = await client.lookup(ref);
  switch (found.status) {
    case 'found':
      return found.handle.codec;
    case 'unknown':
    case 'unreachable':
      // The registry says best what is missing: the schema, or a message of it.
      await client.request('GET', `/api/v1/codecs/${ref.fingerprint ?? ''}/${encodeURIComponent(ref.type)}`);
      throw new RegistryError('SCHEMA_NOT_FOUND', { ref: ref.fingerprint ?? '' });
    case 'invalid':
      throw new RegistryError('BAD_REQUEST', { problem: found.problem });
  }
}

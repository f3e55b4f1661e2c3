import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { RegistryError } from '#libs/errors';
import type { FastifyRequest } from 'fastify';

const gunzipAsync = promisify(gunzip);

/**
 * The request's body, decompressed if it says that it is compressed or is seen to be: a beacon can not say so.
 * **Throws** BODY_TOO_LARGE, BAD_ENVELOPE, UNSUPPORTED_MEDIA_TYPE.
 */
export async function readBody(request: FastifyRequest, maxBytes: number): Promise<Buffer> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  if (body.length > maxBytes) throw tooLarge(body.length, maxBytes);
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return inflate(body, maxBytes);
    case 'identity':
    case '':
      return isGzip(body) ? inflate(body, maxBytes) : body;
    default:
      throw new RegistryError('UNSUPPORTED_MEDIA_TYPE', {
        type: `content-encoding ${encoding.slice(0, 40)}`,
        expected: 'gzip or none',
      });
  }
}

/** A body as JSON. **Throws** BAD_ENVELOPE. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    const reason = body.length === 0 ? 'it is empty' : messageOf(cause);
    const problem = `it is not JSON (${reason}). The form is {"source":{"appId":…},"events":[{"type":…,"data":{…}}]}.`;
    throw new RegistryError('BAD_ENVELOPE', { problem }, { cause });
  }
}

/** The first bytes of RFC 1952; as an EventBatch they would be field 3 with a wire type that does not exist. */
function isGzip(body: Buffer): boolean {
  return body[0] === 0x1f && body[1] === 0x8b;
}

async function inflate(body: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await gunzipAsync(body, { maxOutputLength: maxBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(`more than ${maxBytes}`, maxBytes);
    const problem = `it is said to be gzip and can not be decompressed (${messageOf(cause)}).`;
    throw new RegistryError('BAD_ENVELOPE', { problem }, { cause });
  }
}

function tooLarge(size: number | string, limit: number): RegistryError {
  return new RegistryError('BODY_TOO_LARGE', { size, limit, setting: 'EVENT_MAX_BODY_BYTES' });
}

/** By form, not by class: under Jest the platform's errors are of another realm. */
function messageOf(error: unknown): string {
  return String((error as { message?: unknown } | null)?.message ?? error).slice(0, 200);
}

import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { RegistryError } from '#libs/errors';
import type { FastifyRequest } from 'fastify';

const gunzipAsync = promisify(gunzip);

/** The request's body, decompressed if it says so. **Throws** BODY_TOO_LARGE, BAD_ENVELOPE, UNSUPPORTED_MEDIA_TYPE. */
export async function readBody(request: FastifyRequest, maxBytes: number): Promise<Buffer> {
  const body = bytesOf(request.body);
  if (body.length > maxBytes) throw tooLarge(body.length, maxBytes);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return body;
  if (encoding !== 'gzip')
    throw new RegistryError('UNSUPPORTED_MEDIA_TYPE', {
      type: `content-encoding ${encoding.slice(0, 40)}`,
      expected: 'gzip or none',
    });
  return inflate(body, maxBytes);
}

/** A JSON body was parsed already; the Event API takes bytes under every other content type, browsers' beacons have none. */
function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  if (body === undefined || body === null) return Buffer.alloc(0);
  throw new RegistryError('UNSUPPORTED_MEDIA_TYPE', {
    type: 'application/json',
    expected: 'application/x-protobuf here, or JSON at /v1/events.json',
  });
}

async function inflate(body: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await gunzipAsync(body, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (cause instanceof RangeError || (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge('more', maxBytes);
    throw new RegistryError('BAD_ENVELOPE', { problem: 'it is said to be gzip and is not.' }, { cause });
  }
}

function tooLarge(size: number | string, limit: number): RegistryError {
  return new RegistryError('BODY_TOO_LARGE', { size, limit, setting: 'EVENT_MAX_BODY_BYTES' });
}

import { RegistryError } from '#libs/errors';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Io } from '../io.js';

/** How bytes are written down. `auto`: hex if it looks like hex, else as they are. */
export type PayloadForm = 'auto' | 'hex' | 'binary';

const HEX = /^(?:[0-9a-fA-F]{2}[\s:]*)*$/;

/**
 * The bytes that were given: as hex, with spaces or colons between the digits or not; a file's; or those of the standard input (`-`).
 * **Throws** BAD_REQUEST when it is none of these.
 */
export async function readPayload(io: Io, given: string, form: PayloadForm): Promise<Uint8Array> {
  if (given === '-') return decode(await io.stdin(), form);
  if (form !== 'binary' && HEX.test(given.trim())) return fromHex(given);
  const bytes = await readFile(resolve(io.cwd, given)).catch((error: NodeJS.ErrnoException) => {
    const what = form === 'binary' ? 'a file' : 'hex, a file nor -';
    const problem =
      error.code === 'ENOENT' || error.code === 'ENAMETOOLONG'
        ? `'${given.slice(0, 100)}' is ${form === 'binary' ? 'not' : 'neither'} ${what}.`
        : `'${given}' can not be read: ${error.message}`;
    throw new RegistryError('BAD_REQUEST', { problem }, { cause: error });
  });
  return decode(bytes, form);
}

function decode(bytes: Uint8Array, form: PayloadForm): Uint8Array {
  if (form === 'binary') return bytes;
  const text = Buffer.from(bytes).toString('latin1').trim();
  if (HEX.test(text) && (text !== '' || bytes.length === 0)) return fromHex(text);
  if (form === 'auto') return bytes;
  throw new RegistryError('BAD_REQUEST', {
    problem: 'The input is not hex: pairs of 0-9 and a-f were expected.',
  });
}

function fromHex(text: string): Uint8Array {
  return Buffer.from(text.replaceAll(/[\s:]/g, ''), 'hex');
}

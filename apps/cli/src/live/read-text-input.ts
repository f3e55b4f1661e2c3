import { RegistryError } from '#libs/errors';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Io } from '../io.js';

/** Text of a file, or of the standard input (`-`). **Throws** BAD_REQUEST when it can not be read. */
export async function readTextInput(io: Io, path: string): Promise<string> {
  if (path === '-') return Buffer.from(await io.stdin()).toString('utf8');
  return readFile(resolve(io.cwd, path), 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'is not there' : `can not be read (${error.code ?? 'unknown'})`;
    throw new RegistryError('BAD_REQUEST', { problem: `'${path}' ${why}.` }, { cause: error });
  });
}

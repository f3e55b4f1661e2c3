import { RegistryError } from '#libs/errors';
import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Writes a file at once: who reads it meanwhile sees the old or the new one, never a part. **Throws** BAD_REQUEST when it can not. */
export async function writeAtomically(cwd: string, path: string, content: string): Promise<void> {
  const target = resolve(cwd, path);
  const temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(temporary, content, { flag: 'wx' });
    await rename(temporary, target);
  } catch (cause) {
    await rm(temporary, { force: true });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RegistryError('BAD_REQUEST', { problem: `'${path}' can not be written: ${why}` }, { cause });
  }
}

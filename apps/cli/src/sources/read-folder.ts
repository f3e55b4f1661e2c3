import { RegistryError } from '#libs/errors';
import type { SourceFile } from '#libs/compiler';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { decodeText } from './decode-text.js';

/** Folders that never hold a schema's sources. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules']);

/**
 * All .proto files under a folder, by import path, which is the path inside it. Symbolic links, hidden folders and node_modules are left
 * out. **Throws** BAD_REQUEST when it is no folder or has no such file, SCHEMA_INVALID when one is not UTF-8.
 */
export async function readFolder(cwd: string, folder: string): Promise<SourceFile[]> {
  const root = resolve(cwd, folder);
  const facts = await stat(root).catch(() => null);
  if (facts === null || !facts.isDirectory())
    throw new RegistryError('BAD_REQUEST', {
      problem: `'${folder}' is not a folder. Give the root of the .proto files.`,
    });
  const files: SourceFile[] = [];
  for await (const path of protoPaths(root, ''))
    files.push({ path, content: decodeText(path, await readFile(join(root, path))) });
  if (files.length === 0)
    throw new RegistryError('BAD_REQUEST', { problem: `There is no .proto file under '${folder}'.` });
  return files;
}

async function* protoPaths(root: string, inside: string): AsyncGenerator<string> {
  const entries = await readdir(join(root, inside), { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
    if (entry.isFile() && entry.name.endsWith('.proto')) yield path;
    else if (entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED.has(entry.name))
      yield* protoPaths(root, path);
  }
}

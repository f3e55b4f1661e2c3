import { createHash } from 'node:crypto';
import type { Workspace } from './workspace.js';

// Changes when the workspace is laid out or read in another way, so that older images are not taken for newer ones.
const FORMAT = 3;

/** Key of a compilation: SHA-256, hex, over the compiler and every path and text, told apart by their lengths. */
export function digestOf(compilerVersion: string, workspace: Workspace): string {
  const hash = createHash('sha256').update(`protokoll ${FORMAT}\nbuf ${compilerVersion}\n`);
  for (const list of [workspace.files, workspace.imports]) {
    hash.update(`${list.length}\n`);
    for (const { path, content } of list) {
      hash.update(`${path.length} ${content.length}\n`);
      hash.update(path).update(content);
    }
  }
  return hash.digest('hex');
}

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This program's version: of the package that it was installed with, or of the clone that it runs from. */
export function cliVersion(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let parent = dirname(folder); parent !== folder; folder = parent, parent = dirname(folder)) {
    const manifest = readManifest(join(folder, 'package.json')) ?? {};
    if (manifest.version !== undefined) return manifest.version;
  }
  return '0.0.0';
}

function readManifest(path: string): { readonly version?: string } | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { readonly version?: string };
  } catch {
    return null;
  }
}

// Reads a folder of .proto files as what the API takes.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Every .proto file under the folder, its import path being the path from there; sorted. */
export function readSources(folder) {
  return [...protosUnder(folder)]
    .map((path) => ({
      path: relative(folder, path).replaceAll('\\', '/'),
      content: readFileSync(path, 'utf8'),
    }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

function* protosUnder(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* protosUnder(path);
    else if (entry.name.endsWith('.proto')) yield path;
  }
}

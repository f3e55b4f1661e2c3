import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PROTOKOLL_PROTOS } from '#libs/gen';

/**
 * Compiles sources with buf to a FileDescriptorSet that has its imports and source info, about 0.15 s a call; what was compiled
 * before comes from node_modules/.cache. Import path -> text; the annotations `protokoll/options/v1/options.proto` may be
 * imported. **Throws** with buf's output when they do not compile.
 */
export function compileProtos(files: Readonly<Record<string, string>>): Uint8Array {
  const sources = [...annotationsUsedBy(files), ...Object.entries(files)];
  const cached = join(modules, '.cache/protokoll-protos', `${keyOf(sources)}.binpb`);
  try {
    return readFileSync(cached);
  } catch {
    return compile(sources, cached);
  }
}

const modules = join(process.cwd(), 'node_modules');

function compile(sources: readonly (readonly [string, string])[], cached: string): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'protos-'));
  try {
    for (const [path, text] of sources) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const output = join(folder, 'image.binpb');
    const buf = join(modules, '.bin/buf');
    execFileSync(buf, ['build', '--as-file-descriptor-set', '-o', output], { cwd: folder, stdio: 'pipe' });
    const image = readFileSync(output);
    keep(image, cached);
    return image;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// Written beside and renamed, since workers run at the same time.
function keep(image: Uint8Array, cached: string): void {
  mkdirSync(dirname(cached), { recursive: true });
  const partial = `${cached}.${process.pid}`;
  writeFileSync(partial, image);
  renameSync(partial, cached);
}

function keyOf(sources: readonly (readonly [string, string])[]): string {
  const compiler = readFileSync(join(modules, '@bufbuild/buf/package.json'));
  return createHash('sha256').update(compiler).update(JSON.stringify(sources)).digest('hex');
}

// Only on demand: a test may give number 51720 to an extension of its own.
function annotationsUsedBy(files: Readonly<Record<string, string>>): readonly [string, string][] {
  const texts = Object.values(files);
  return Object.entries(PROTOKOLL_PROTOS).filter(([path]) => texts.some((text) => text.includes(path)));
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PROTOKOLL_PROTOS } from '#libs/gen';

/**
 * Compiles sources with buf to a FileDescriptorSet that has its imports and source info, about 0.1 s a call. Import path -> text;
 * the annotations `protokoll/options/v1/options.proto` may be imported. **Throws** with buf's output when they do not compile.
 */
export function compileProtos(files: Readonly<Record<string, string>>): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'protos-'));
  try {
    for (const [path, text] of [...annotationsUsedBy(files), ...Object.entries(files)]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const output = join(folder, 'image.binpb');
    const buf = join(process.cwd(), 'node_modules/.bin/buf');
    execFileSync(buf, ['build', '--as-file-descriptor-set', '-o', output], { cwd: folder, stdio: 'pipe' });
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// Only on demand: a test may give number 51720 to an extension of its own.
function annotationsUsedBy(files: Readonly<Record<string, string>>): readonly [string, string][] {
  const texts = Object.values(files);
  return Object.entries(PROTOKOLL_PROTOS).filter(([path]) => texts.some((text) => text.includes(path)));
}

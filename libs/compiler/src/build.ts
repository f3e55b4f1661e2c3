import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { RegistryError } from '#libs/errors';
import { PROTOKOLL_PROTOS } from '#libs/gen';
import type { Diagnostic, SourceFile } from './diagnostic.js';
import { readDiagnostics } from './read-diagnostics.js';
import { runProcess } from './run-process.js';

/** What a run of the compiler came to. */
export type BuildResult =
  | { readonly ok: true; readonly image: Uint8Array }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

const IMAGE = 'image.binpb';
const SOURCES = 'src';

/** Compiles in a folder of its own that is gone afterwards. **Throws** COMPILE_TIMEOUT. */
export async function build(
  buf: string,
  files: readonly SourceFile[],
  imports: readonly SourceFile[],
  timeoutMs: number,
): Promise<BuildResult> {
  const folder = await mkdtemp(join(tmpdir(), 'protokoll-compile-'));
  try {
    const all = [...files, ...imports, ...bundled(files, imports)];
    await writeSources(join(folder, SOURCES), all);
    // Every file is compiled, but only the schema's own and what they import belong to the image.
    const targets = files.flatMap((file) => ['--path', join(SOURCES, file.path)]);
    const args = [
      'build',
      SOURCES,
      '-o',
      IMAGE,
      '--as-file-descriptor-set',
      '--error-format',
      'json',
      '--disable-symlinks',
      ...targets,
    ];
    // Nothing of the user's: no buf configuration, no credentials, no module cache.
    const env = {
      HOME: folder,
      BUF_CONFIG_DIR: join(folder, 'config'),
      BUF_CACHE_DIR: join(folder, 'cache'),
      TMPDIR: folder,
    };
    const result = await runProcess(buf, args, { cwd: folder, env, timeoutMs });
    if (result.timedOut)
      throw new RegistryError('COMPILE_TIMEOUT', { limit: timeoutMs, setting: 'COMPILE_TIMEOUT_MS' });
    if (result.code === 0) return { ok: true, image: new Uint8Array(await readFile(join(folder, IMAGE))) };
    return { ok: false, diagnostics: readDiagnostics(result.stdout + result.stderr, SOURCES, all) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The annotations, unless the schema brings files of those paths itself. */
function bundled(files: readonly SourceFile[], imports: readonly SourceFile[]): SourceFile[] {
  const own = new Set([...files, ...imports].map((file) => file.path));
  return Object.entries(PROTOKOLL_PROTOS).flatMap(([path, content]) =>
    own.has(path) ? [] : [{ path, content }],
  );
}

async function writeSources(folder: string, files: readonly SourceFile[]): Promise<void> {
  const folders = new Set(files.map((file) => dirname(join(folder, file.path))));
  for (const path of folders) await mkdir(path, { recursive: true });
  for (const file of files) await writeFile(join(folder, file.path), file.content);
}

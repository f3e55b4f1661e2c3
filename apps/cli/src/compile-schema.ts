import { Compiler, type SourceFile } from '#libs/compiler';
import { loadSchema, type Schema } from '#libs/descriptors';
import { RegistryError } from '#libs/errors';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io } from './io.js';

/** Longest that a compilation may take on a person's machine. */
const TIMEOUT_MS = 60_000;

/** Runs work with a compiler that is closed afterwards, also when the user stops the command. */
export async function withCompiler<T>(io: Io, work: (compiler: Compiler) => Promise<T>): Promise<T> {
  const compiler = new Compiler({ cacheDir: join(cacheFolder(io.env), 'compiler'), timeoutMs: TIMEOUT_MS });
  const stop = (): void => void compiler.close();
  io.signal.addEventListener('abort', stop);
  try {
    return await work(compiler);
  } finally {
    io.signal.removeEventListener('abort', stop);
    await compiler.close();
  }
}

/** The schema of sources, with source info. **Throws** SCHEMA_INVALID with diagnostics, and what {@link Compiler.compile} throws. */
export async function compileSchema(
  compiler: Compiler,
  files: readonly SourceFile[],
  imports: readonly SourceFile[] = [],
): Promise<Schema> {
  const result = await compiler.compile(files, imports);
  if (result.ok) return loadSchema(result.image, { rootFiles: result.rootFiles });
  const { diagnostics } = result;
  throw new RegistryError(
    'SCHEMA_INVALID',
    { problem: diagnostics[0]?.message ?? 'for no reason given' },
    { details: { diagnostics } },
  );
}

/** Folder for what can be made again. */
export function cacheFolder(env: Io['env']): string {
  const home = env['HOME'] || undefined;
  const base =
    env['XDG_CACHE_HOME'] || env['LOCALAPPDATA'] || (home === undefined ? tmpdir() : join(home, '.cache'));
  return env['PROTOKOLL_CACHE'] || join(base, 'protokoll');
}

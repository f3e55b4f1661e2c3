import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { RegistryError } from '#libs/errors';

/** The native binary itself: the package's JavaScript shim costs 80 ms a call. */
export function bufBinary(): string {
  const require = createRequire(import.meta.url);
  const platform = `@bufbuild/buf-${process.platform}-${process.arch}`;
  const name = process.platform === 'win32' ? 'buf.exe' : 'buf';
  try {
    return join(dirname(require.resolve(`${platform}/package.json`)), 'bin', name);
  } catch (cause) {
    throw new RegistryError(
      'INTERNAL',
      { request: `start: the package ${platform} is not installed` },
      { cause },
    );
  }
}

/** Version of the compiler, part of every cache key. */
export function bufVersion(): string {
  const require = createRequire(import.meta.url);
  const manifest = require('@bufbuild/buf/package.json') as { version: string };
  return manifest.version;
}

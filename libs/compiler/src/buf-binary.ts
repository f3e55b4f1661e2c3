import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { RegistryError } from '#libs/errors';

/** The compiler's program and its version. */
export interface BufBinary {
  readonly path: string;
  readonly version: string;
}

/** Node's platform and architecture -> package that holds the program. The Linux ones are static: they run on musl too. */
export const BUF_PACKAGES: ReadonlyMap<string, string> = new Map([
  ['darwin arm64', '@bufbuild/buf-darwin-arm64'],
  ['darwin x64', '@bufbuild/buf-darwin-x64'],
  ['linux arm', '@bufbuild/buf-linux-armv7'],
  ['linux arm64', '@bufbuild/buf-linux-aarch64'],
  ['linux x64', '@bufbuild/buf-linux-x64'],
  ['win32 arm64', '@bufbuild/buf-win32-arm64'],
  ['win32 x64', '@bufbuild/buf-win32-x64'],
]);

/**
 * Finds the native program itself: the package's JavaScript shim costs 80 ms a call. **Throws** COMPILER_FAILED when there is none for
 * the platform, or it is not installed.
 */
export function findBuf(platform: string = process.platform, architecture: string = process.arch): BufBinary {
  const name = BUF_PACKAGES.get(`${platform} ${architecture}`);
  if (name === undefined)
    throw new RegistryError('COMPILER_FAILED', {
      problem: `there is no buf for ${platform} ${architecture}`,
    });
  try {
    // From the package that depends on it: not every package manager puts it at the top.
    const here = createRequire(import.meta.url);
    const manifest = createRequire(here.resolve('@bufbuild/buf/package.json')).resolve(
      `${name}/package.json`,
    );
    const { version } = here(manifest) as { readonly version: string };
    return { path: join(dirname(manifest), 'bin', platform === 'win32' ? 'buf.exe' : 'buf'), version };
  } catch (cause) {
    const problem = `the package ${name} is not installed; install without --omit=optional`;
    throw new RegistryError('COMPILER_FAILED', { problem }, { cause });
  }
}

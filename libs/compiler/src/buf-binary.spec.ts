import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUF_PACKAGES, findBuf } from './buf-binary.js';

describe('findBuf', () => {
  it('finds a program of this machine and its version', () => {
    const { path, version } = findBuf();
    expect(() => accessSync(path, constants.X_OK)).not.toThrow();
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('knows exactly the packages that buf is shipped in', () => {
    const manifest = JSON.parse(
      readFileSync(join(process.cwd(), 'node_modules/@bufbuild/buf/package.json'), 'utf8'),
    ) as { readonly optionalDependencies: Readonly<Record<string, string>> };
    expect([...BUF_PACKAGES.values()].sort()).toEqual(Object.keys(manifest.optionalDependencies).sort());
  });

  it('says what is missing', () => {
    expect(() => findBuf('sunos', 'sparc')).toThrow('there is no buf for sunos sparc');
    const [platform, architecture] = process.platform === 'darwin' ? ['linux', 'x64'] : ['darwin', 'x64'];
    expect(() => findBuf(platform, architecture)).toThrow(
      `@bufbuild/buf-${platform}-${architecture} is not installed`,
    );
  });
});

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The npm package away from the clone, with the clone's copies of what it depends on: nothing is fetched. */
test('the package runs on its own, with the dependencies that it names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cli-pack-'));
  try {
    const packed = spawnSync(process.execPath, ['tools/pack-cli.mjs', folder], { encoding: 'utf8' });
    expect(packed).toMatchObject({ status: 0, stderr: '' });
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
    const home = join(folder, 'node_modules', 'protokoll');
    mkdirSync(home, { recursive: true });
    spawnSync('tar', ['-xzf', join(folder, tarball), '-C', home, '--strip-components=1']);

    const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as Manifest;
    const root = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
    expect(Object.keys(manifest.dependencies)).toEqual([
      '@bufbuild/buf',
      '@bufbuild/protobuf',
      '@photostructure/sqlite',
      'commander',
      'pg',
      'yaml',
      'zod',
    ]);
    for (const [name, version] of Object.entries(manifest.dependencies))
      expect(version).toBe(root.dependencies[name]);
    for (const name of ['@bufbuild', 'commander', 'yaml', 'zod'])
      symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name));

    const run = (...args: readonly string[]): ReturnType<typeof spawnSync> =>
      spawnSync(process.execPath, [join(home, 'bin/protokoll.mjs'), ...args], {
        cwd: resolve('apps/cli/corpus/_sources'),
        encoding: 'utf8',
        env: { PROTOKOLL_CACHE: join(folder, 'cache') },
      });
    expect(run('--version').stdout).toBe(`${manifest.version}\n`);
    const golden = readFileSync('apps/cli/corpus/check-incompatible/stdout', 'utf8');
    expect(run('check', 'breaking', '--against', 'v1')).toMatchObject({
      status: 1,
      stdout: golden,
      stderr: '',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

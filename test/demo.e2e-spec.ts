import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './house/source-files.js';

/** What tools/demo/temporary-registry.mjs answers. */
interface TemporaryRegistry {
  readonly url: string;
  stop(): Promise<void>;
}

/** Loads a tool; tools are plain JavaScript without types. */
async function tool<T>(path: string): Promise<T> {
  return (await import(pathToFileURL(join(ROOT, path)).href)) as T;
}

describe('npm run demo', () => {
  let registry: TemporaryRegistry;

  beforeAll(async () => {
    const { build } = await tool<{ build(options: object): Promise<number> }>('tools/build.mjs');
    await build({ quiet: true });
    const { startTemporaryRegistry } = await tool<{
      startTemporaryRegistry(root: string): Promise<TemporaryRegistry>;
    }>('tools/demo/temporary-registry.mjs');
    registry = await startTemporaryRegistry(ROOT);
  }, 60_000);

  afterAll(() => registry?.stop());

  test.each(['the first time', 'the second time'])(
    'accounts for every event, %s',
    () => {
      const run = spawnSync(process.execPath, ['--no-warnings', join(ROOT, 'tools/demo/demo.mjs')], {
        cwd: ROOT,
        encoding: 'utf8',
        env: { ...process.env, REGISTRY_URL: registry.url, NO_COLOR: '1' },
      });
      expect(run.stderr).toBe('');
      expect(run.stdout).toContain('4413 accepted = 3981 + 400 + 20 + 12');
      expect(run.stdout).toContain('Every event is accounted for.');
      // The pull request is refused each time, and what partners got wrong is said.
      expect(run.stdout).toMatch(/incompatible at level BACKWARD: 2 findings refuse it/);
      expect(run.stdout).toContain("Did you mean 'articleId'?");
      expect(run.status).toBe(0);
    },
    120_000,
  );
});

test('the demo says what to do when nothing runs', () => {
  const run = spawnSync(process.execPath, ['--no-warnings', join(ROOT, 'tools/demo/demo.mjs')], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, REGISTRY_URL: 'http://127.0.0.1:1' },
  });
  expect(run.status).toBe(1);
  expect(run.stderr).toContain('Run `npm start` in another terminal');
});

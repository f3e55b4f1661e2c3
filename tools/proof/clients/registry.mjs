import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** The built registry on a free port with data in a folder. */
export async function startRegistry(folder) {
  const env = { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder, LOG_LEVEL: 'silent' };
  const child = spawn(process.execPath, [join(root, 'dist/apps/registry/src/main.js')], { cwd: root, env });
  child.stderr.pipe(process.stderr);
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the registry did not start')), 60_000);
    child.once('exit', (code) => reject(new Error(`the registry ended with ${code}; is it built?`)));
    child.stdout.on('data', (chunk) => {
      const found = /registry: (\S+)\/api\/v1/.exec(String(chunk));
      if (found === null) return;
      clearTimeout(late);
      resolve(found[1]);
    });
  });
  const close = async () => {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  };
  return { url, close };
}

// Lets plain Node run the repository's TypeScript: `node --conditions=source --import <this file> <file>.ts`.
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

const SWCRC = new URL('../../../.swcrc', import.meta.url);

// The hooks run on a thread of their own, which loads this file again.
if (isMainThread) register(import.meta.url);

let swc;

/** Relative imports end in `.js` and mean the `.ts` beside them. */
export async function resolve(specifier, context, nextResolve) {
  const isOurs = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
  return nextResolve(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context);
  swc ??= await import('@swc/core');
  const { $schema: _, ...options } = JSON.parse(readFileSync(SWCRC, 'utf8'));
  const filename = fileURLToPath(url);
  const { code } = await swc.transform(readFileSync(filename, 'utf8'), {
    ...options,
    swcrc: false,
    configFile: false,
    filename,
  });
  return { format: 'module', source: code, shortCircuit: true };
}

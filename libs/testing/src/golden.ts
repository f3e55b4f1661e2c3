import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Expects a text to be what its golden file has. When the
 * environment's GOLDEN, a glob of case names, fits the case, the file is written first: look at the difference before committing.
 */
export function expectGolden(caseName: string, path: string, actual: string): void {
  if (fitsGlob(process.env['GOLDEN'] ?? '', caseName)) writeFileSync(path, actual);
  if (!existsSync(path))
    throw new Error(`${path} is missing; write it with GOLDEN='${caseName}' npm run golden`);
  expect(actual).toBe(readFileSync(path, 'utf8'));
}

/** True when `*` and `?` of the glob can stand for what the name has; the empty glob fits nothing. */
export function fitsGlob(glob: string, name: string): boolean {
  const literal = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return glob !== '' && new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(name);
}

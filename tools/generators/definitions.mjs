// Finds the definitions that a folder is made of: one file, one exported constant.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Definitions in files `*<suffix>.ts` under a folder, by path; none when the folder is not there.
 * Each: `path` (from the folder, without `.ts`), `name` (its exported constant or function) and `text`.
 */
export function definitionsIn(folder, suffix) {
  return [...filesUnder(folder)]
    .filter((path) => path.endsWith(`${suffix}.ts`))
    .map((path) => relative(folder, path).replaceAll('\\', '/'))
    .sort()
    .map((path) => {
      const text = readFileSync(join(folder, path), 'utf8');
      const name = /^export (?:const|function|class) (\w+)/m.exec(text)?.[1];
      if (name === undefined) throw new Error(`${join(folder, path)} exports no definition`);
      return { path: path.replace(/\.ts$/, ''), name, text };
    });
}

/** Import lines for definitions, from an index in the same folder. */
export function importLines(definitions) {
  return definitions.map(({ path, name }) => `import { ${name} } from './${path}.js';`).join('\n');
}

/** Every file under a folder; none when it is not there. */
export function* filesUnder(folder) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'corpus') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesUnder(path);
    else yield path;
  }
}

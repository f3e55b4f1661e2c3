import { join } from 'node:path';
import { definitionsIn, importLines } from './definitions.mjs';

const FOLDER = 'libs/compat/src/rules';

/** libs/compat/src/rules/index.gen.ts: every rule, by encoding and id. */
export function rulesIndex(root) {
  const rules = definitionsIn(join(root, FOLDER), '.rule');
  if (rules.length === 0) return [];
  const names = rules.map(({ name }) => `  ${name},\n`).join('');
  const text = `// Written by npm run gen.\n${importLines(rules)}\n\nexport const RULES = [\n${names}];\n`;
  return [[`${FOLDER}/index.gen.ts`, text]];
}

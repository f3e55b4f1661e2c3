import { join } from 'node:path';
import { definitionsIn, importLines } from './definitions.mjs';

const FOLDER = 'libs/ddl/src/dialects';

/** libs/ddl/src/dialects/index.gen.ts: every dialect, by file name. */
export function dialectsIndex(root) {
  const dialects = definitionsIn(join(root, FOLDER), '.dialect');
  if (dialects.length === 0) return [];
  const names = dialects.map(({ name }) => name).join(', ');
  const text = `// Written by npm run gen.\n${importLines(dialects)}\n\nexport const DIALECTS = [${names}];\n`;
  return [[`${FOLDER}/index.gen.ts`, text]];
}

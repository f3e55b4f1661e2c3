import { join } from 'node:path';
import { definitionsIn, importLines } from './definitions.mjs';

const FOLDER = 'libs/compat/src/rules';

/** Profiles that have rules of their own, each in a folder and an index; the other folders are encodings. */
const PROFILES = ['buf', 'confluent'];

/** libs/compat/src/rules/*.gen.ts: the rules of the encodings, of buf and of Confluent, by folder and id. */
export function rulesIndex(root) {
  const all = definitionsIn(join(root, FOLDER), '.rule');
  const profileOf = ({ path }) => PROFILES.find((profile) => path.startsWith(`${profile}/`));
  const lists = [
    ['index.gen.ts', 'RULES', all.filter((rule) => profileOf(rule) === undefined)],
    ...PROFILES.map((profile) => [
      `${profile}.gen.ts`,
      `${profile.toUpperCase()}_RULES`,
      all.filter((rule) => profileOf(rule) === profile),
    ]),
  ];
  return lists
    .filter(([, , rules]) => rules.length > 0)
    .map(([file, name, rules]) => [`${FOLDER}/${file}`, indexText(name, rules)]);
}

function indexText(name, rules) {
  const names = rules.map((rule) => `  ${rule.name},\n`).join('');
  return `// Written by npm run gen.\n${importLines(rules)}\n\nexport const ${name} = [\n${names}];\n`;
}

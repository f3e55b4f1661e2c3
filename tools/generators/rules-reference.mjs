import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadTs } from '../load-ts.mjs';

const DOOR = 'libs/compat/src/index.ts';
const ABOUT = {
  field: 'a field that writer and reader have',
  message: 'a message that writer and reader have',
  change: 'what changed from the earlier schema',
  life: 'what a number meant earlier',
};

/** docs/reference/rules.md from the rules in libs/compat. */
export async function rulesReference(root) {
  if (!existsSync(join(root, DOOR))) return [];
  const { RULES, BUF_RULES = [], CONFLUENT_RULES = [] } = await loadTs(DOOR);
  const encodings = [...new Set(RULES.map(({ encoding }) => encoding))];
  const text = `<!-- Written by npm run gen from libs/compat/src/rules. -->
# Compatibility rules

What a check looks for. A finding names its rule; the policy of the subject decides which classes refuse (by default \`break\` and \`lossy\`).

| class | meaning |
|---|---|
| \`break\` | the reader fails, or every ordinary value is altered or lost |
| \`lossy\` | some lawful value is altered or lost |
| \`presence\` | an explicit zero can not be told from unset any more |
| \`hygiene\` | nothing breaks today, but the next change can corrupt |

A finding of the first three comes with a witness: bytes that the writer's codec made and what the reader's codec makes of them.
Cases that each rule must and must not find are in \`libs/compat/corpus/<rule>\`. A new rule is one file: \`npm run new rule <encoding> <id>\`.

${encodings.map((encoding) => sectionOf(encoding, RULES)).join('\n\n')}
${bufSection(BUF_RULES)}${confluentSection(CONFLUENT_RULES)}`;
  return [['docs/reference/rules.md', text]];
}

function sectionOf(encoding, rules) {
  const parts = rules
    .filter((rule) => rule.encoding === encoding)
    .map(
      (rule) => `### ${rule.id}

${rule.summary}

- class: ${rule.classes.map((name) => `\`${name}\``).join(', ')}
- looks at: ${ABOUT[rule.on]}
- instead: ${rule.hint}`,
    );
  return `## ${encoding}\n\n${parts.join('\n\n')}`;
}

/** buf's rules: one row each, since their meaning is buf's. */
function bufSection(rules) {
  if (rules.length === 0) return '';
  const rows = rules.map((rule) => `| ${rule.id} | ${rule.categories.join(', ')} | ${cell(rule.summary)} |`);
  return `
## Profiles buf:FILE, buf:PACKAGE, buf:CSR, buf:WIRE_JSON, buf:WIRE

The rules of \`buf breaking\`, under its ids, at the places where it points. The profile \`buf\` takes the choice from \`buf.yaml\`.
Those of FILE and PACKAGE are also the findings of the encoding \`source\` in the profile \`protokoll\`.

| rule | categories | finds |
|---|---|---|
${rows.join('\n')}
`;
}

/** Confluent's differences: one row each. */
function confluentSection(rules) {
  if (rules.length === 0) return '';
  const rows = rules.map(
    (rule) => `| ${rule.id} | ${rule.compatible ? 'compatible' : 'refused'} | ${cell(rule.summary)} |`,
  );
  return `
## Profile confluent

The differences of Confluent Schema Registry 8.4, with its verdicts.

| difference | verdict | means |
|---|---|---|
${rows.join('\n')}
`;
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}

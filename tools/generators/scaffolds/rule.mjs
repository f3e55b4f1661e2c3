import { camelCase, isKebab } from './names.mjs';

export const usage = 'rule <encoding> <id>      a compatibility rule, such as: rule binary field-narrowed';

const ENCODINGS = ['binary', 'json', 'source', 'table'];

/** A rule's file and its first two cases: one that it finds, one that it must leave alone. */
export function scaffold([encoding = '', id = '']) {
  if (!ENCODINGS.includes(encoding))
    return { problem: `'${encoding}' is not one of ${ENCODINGS.join(', ')}` };
  if (!isKebab(id)) return { problem: `'${id}' is not an id such as field-narrowed` };
  const rule = `libs/compat/src/rules/${encoding}/${id}.rule.ts`;
  const corpus = `libs/compat/corpus/${id}`;
  return {
    files: [
      [rule, ruleText(encoding, id)],
      [`${corpus}/break-first/writer.proto`, protoText(id, 'int32')],
      [`${corpus}/break-first/reader.proto`, protoText(id, 'string')],
      [`${corpus}/ok-first/writer.proto`, protoText(id, 'int32')],
      [`${corpus}/ok-first/reader.proto`, protoText(id, 'int64')],
    ],
    next: [
      `${rule}: say what it finds, and find it`,
      `${corpus}/*: make writer and reader the smallest pair that shows it; name the folders for what they show`,
      'npm run gen                                  writes the index and docs/reference/rules.md',
      `GOLDEN='${id}*' npm run golden -- libs/compat  writes expected.yaml of each case; read each`,
      'npm test -- libs/compat',
    ],
  };
}

function ruleText(encoding, id) {
  return `import { defineRule } from '../../define-rule.js';

/** What happens to whom. **Source** the section of the specification that says so. */
export const ${camelCase(id)} = defineRule({
  id: '${id}',
  encoding: '${encoding}',
  on: 'field',
  summary: 'What the rule finds, one sentence.',
  classes: ['break'],
  hint: 'How to do it instead, one sentence.',
  check({ writer, reader }) {
    if (writer.type === reader.type) return null;
    return { class: 'break', effect: 'what the reader makes of it' };
  },
});
`;
}

function protoText(id, type) {
  return `syntax = "proto3";

package ${id.replaceAll('-', '_')};

message Sample {
  ${type} count = 1;
}
`;
}

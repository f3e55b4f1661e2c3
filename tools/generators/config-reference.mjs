import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesUnder } from './definitions.mjs';

/** Meanings of settings that every process has, wherever it declares them. */
const SHARED = {
  PORT: 'Port to listen on; 0 takes a free one.',
  HOST: 'Address to listen on.',
  COLLECTOR_PORT: 'Port of the Event API when it runs by itself.',
  WORKER_PORT: 'Port of the ingest worker when it runs by itself.',
  LOG_LEVEL: 'Least level that is logged: trace, debug, info, warn, error, fatal or silent.',
};

/** docs/reference/config.md from the settings that apps read. */
export function configReference(root) {
  const settings = [...filesUnder(join(root, 'apps'))]
    .filter((path) => path.endsWith('.ts') && !path.endsWith('spec.ts'))
    .sort()
    .flatMap((path) => settingsOf(relative(root, path).split('/')[1], readFileSync(path, 'utf8')));
  if (settings.length === 0) return [];
  const names = [...new Set(settings.map(({ name }) => name))].sort();
  const rows = names.map((name) => rowOf(settings.filter((setting) => setting.name === name)));
  const text = `<!-- Written by npm run gen from the settings that apps read. -->
# Settings

Every setting is an environment variable. \`PROTOKOLL_CONFIG\` may name a YAML file of the same names; the environment wins over the file, an empty
value counts as not set, and a wrong one stops the process at start with a sentence that names it. \`npm start\` (standalone) reads all of them.

| setting | default | meaning | read by |
|---|---|---|---|
${rows.join('\n')}
`;
  return [['docs/reference/config.md', text]];
}

function rowOf(settings) {
  const [{ name }] = settings;
  const defaults = [...new Set(settings.flatMap((setting) => setting.byDefault ?? []))];
  const meaning = settings.find((setting) => setting.meaning !== null)?.meaning ?? SHARED[name] ?? '';
  const apps = [...new Set(settings.map(({ app }) => app))];
  const shown = defaults.map((value) => (value === '' ? 'empty' : `\`${value}\``)).join(', ');
  return `| \`${name}\` | ${shown || 'none'} | ${meaning.replaceAll('|', '\\|')} | ${apps.join(', ')} |`;
}

/** Settings in the file's zod objects: `NAME: z.…default(…).describe(…)`. */
function settingsOf(app, text) {
  const heads = [...text.matchAll(/^ +([A-Z][A-Z0-9_]+): z\b/gm)];
  return heads.map((head, index) => {
    const end = Math.min(heads[index + 1]?.index ?? text.length, endOfObject(text, head.index));
    const block = text.slice(head.index, end);
    return {
      app,
      name: head[1],
      byDefault: defaultIn(block),
      meaning: literalAfter(block, 'describe'),
    };
  });
}

function endOfObject(text, from) {
  const end = text.slice(from).search(/^ *\}\)/m);
  return end === -1 ? text.length : from + end;
}

function defaultIn(block) {
  const literal = literalAfter(block, 'default');
  if (literal !== null) return literal;
  const expression = /\.default\(([^()]*)\)/.exec(block)?.[1]?.trim().replaceAll('_', '');
  if (expression === undefined) return null;
  return /^[\d\s*]+$/.test(expression)
    ? String(expression.split('*').reduce((product, factor) => product * Number(factor), 1))
    : expression;
}

function literalAfter(block, method) {
  const found = new RegExp(
    `\\.${method}\\(\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|"((?:[^"\\\\]|\\\\.)*)"|\`([^\`]*)\`)`,
  ).exec(block);
  const literal = found?.[1] ?? found?.[2] ?? found?.[3];
  return literal === undefined ? null : literal.replace(/\\(.)/g, '$1');
}

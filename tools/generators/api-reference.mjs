import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesUnder } from './definitions.mjs';

const TITLES = {
  registry: 'Registry',
  collector: 'Event API',
  'judge-judi': 'Ingest worker',
  standalone: 'Standalone',
};
/** The heading of what every process has. */
const SHARED = 'Operation';

/** docs/reference/api.md from the routes that controllers of the apps declare. */
export function apiReference(root) {
  const controllers = [join(root, 'libs/nest-kit'), join(root, 'apps')]
    .flatMap((folder) => [...filesUnder(folder)])
    .filter((path) => path.endsWith('.controller.ts'))
    .sort()
    .flatMap((path) => controllersOf(relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')))
    .filter(({ routes }) => routes.length > 0);
  if (controllers.length === 0) return [];
  const homes = [...new Set(controllers.map(({ home }) => home))];
  const sections = homes.map((home) =>
    sectionOf(
      home,
      controllers.filter((controller) => controller.home === home),
    ),
  );
  const text = `<!-- Written by npm run gen from the controllers in apps. -->
# HTTP API

\`npm start\` serves all of it on one port, 8081. The native API is described in OpenAPI at \`/docs\` and \`/docs-json\`. Names of subjects with a \`/\` are
written with \`%2F\`. Errors are \`application/problem+json\`: see [errors](errors.md).

${sections.join('\n\n')}
`;
  return [['docs/reference/api.md', text]];
}

function sectionOf(home, controllers) {
  const parts = controllers.map(({ purpose, routes }) => {
    const rows = routes.map(
      ({ method, path, summary, body, answer }) =>
        `| ${method} | \`${path}\` | ${summary}${facts(body, answer)} |`,
    );
    const note = home === SHARED ? ' Every process has these.' : '';
    return `${purpose}${note}\n\n| | path | |\n|---|---|---|\n${rows.join('\n')}`;
  });
  return `## ${home}\n\n${parts.join('\n\n')}`;
}

function facts(body, answer) {
  const parts = [
    ...(body === null ? [] : [`takes ${body}`]),
    ...(answer === null ? [] : [`answers ${answer}`]),
  ];
  return parts.length === 0 ? '' : ` _(${parts.join(', ')})_`;
}

function controllersOf(path, text) {
  const heads = [...text.matchAll(/@Controller\((?:\{[^}]*?path: )?(?:'([^']*)')?[^)]*\)/g)];
  return heads.map((head, index) => {
    const start = head.index;
    const end = heads[index + 1]?.index ?? text.length;
    const before = text.slice(0, start);
    return {
      home: homeOf(path),
      purpose: docOf(before),
      routes: routesOf(head[1] ?? '', text.slice(start + head[0].length, end)),
    };
  });
}

function homeOf(path) {
  const app = /^apps\/([^/]+)\//.exec(path)?.[1];
  return app === undefined ? SHARED : (TITLES[app] ?? app);
}

function routesOf(base, text) {
  const heads = [...text.matchAll(/@(Get|Post|Put|Delete|Patch|Head|All)\((?:'([^']*)')?\)/g)];
  return heads.map((head, index) => {
    const block = text.slice(head.index, heads[index + 1]?.index ?? text.length);
    const above = text.slice(index === 0 ? 0 : heads[index - 1].index, head.index);
    // Decorators above the route belong to it as well: only a docstring that nothing but decorators follows counts.
    const described = textAfter(block, /@Describe\(\s*/);
    return {
      method: head[1].toUpperCase(),
      path: `/${[base, head[2] ?? ''].filter((part) => part !== '').join('/')}`.replace(/:(\w+)/g, '{$1}'),
      summary: described ?? docOf(above),
      body: /\bbody: '(\w+)'/.exec(block)?.[1] ?? null,
      answer: /\banswer: '(\w+)'/.exec(block)?.[1] ?? null,
    };
  });
}

/** The string literal that follows the pattern; null when there is none. */
function textAfter(text, pattern) {
  const found = new RegExp(`${pattern.source}(?:'((?:[^'\\\\]|\\\\.)*)'|"((?:[^"\\\\]|\\\\.)*)")`).exec(text);
  const literal = found?.[1] ?? found?.[2];
  return literal === undefined ? null : literal.replace(/\\(.)/g, '$1').replaceAll('|', '\\|');
}

/** First paragraph of the docstring that ends the text but for decorators; empty when there is none. */
function docOf(text) {
  const found = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/(?:\s*@\w+\([^)]*\))*\s*$/.exec(text);
  if (found === null) return '';
  const lines = found[1].split('\n').map((line) => line.replace(/^\s*\*? ?/, '').trim());
  const paragraph = lines.join('\n').trim().split('\n\n')[0] ?? '';
  return paragraph.replaceAll('\n', ' ').replaceAll('|', '\\|');
}

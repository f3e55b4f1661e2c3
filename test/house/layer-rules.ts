import { posix } from 'node:path';
import { isProof, withoutComments, type SourceFile } from './source-files.js';

/** Layer of each lib: a lib imports only libs of a lower number. A new lib gets its row here. */
export const LAYERS: ReadonlyMap<string, number> = new Map([
  ['errors', 0],
  ['gen', 0],
  ['descriptors', 1],
  ['codec', 1],
  ['schema-formats', 1],
  ['table-model', 2],
  ['compat', 3],
  ['ddl', 3],
  ['packager', 3],
  ['planner', 4],
  ['sqlite', 5],
  ['compiler', 5],
  ['registry-client', 5],
  ['pubsub', 5],
  ['live-tables', 6],
  ['sinks', 6],
  ['nest-kit', 7],
]);

/** Libs that are published on their own and import npm packages only. */
export const PUBLISHED: ReadonlySet<string> = new Set(['sdk-node', 'sdk-browser']);

/** The lib of helpers that only specs, suites and benchmarks may import. */
export const TESTS_ONLY = 'testing';

const LAST_PURE_LAYER = 4;
const PURE_NODE_MODULES: ReadonlySet<string> = new Set(['node:buffer', 'node:util', 'node:zlib']);
const MAY_HASH: ReadonlySet<string> = new Set(['descriptors', 'planner', 'table-model']);
const IMPURE_CALLS: readonly RegExp[] = [
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /\bMath\.random\b/,
  /(?<![.\w])set(?:Timeout|Interval|Immediate)\b/,
  /(?<![.\w])fetch\(/,
  /\bperformance\.now\b/,
  /(?<![.\w#])process\.(?:env|cwd|argv|hrtime|exit)\b/,
];

/** What a file imports and from where it does so. */
interface Importer {
  readonly path: string;
  /** `libs/x` or `apps/x` or the first folder. */
  readonly home: string;
  /** The lib's name, or null outside libs. */
  readonly lib: string | null;
  readonly proof: boolean;
}

/** Everything in the file that the house does not allow across its walls, as sentences. */
export function layerProblems(file: SourceFile): readonly string[] {
  const importer = importerOf(file.path);
  const text = withoutComments(file.text);
  const problems = importsOf(text).flatMap((specifier) => [
    ...libProblems(importer, specifier),
    ...relativeProblems(importer, specifier),
    ...packageProblems(importer, specifier),
  ]);
  return [...problems, ...purityProblems(importer, text)].map((problem) => `${file.path}: ${problem}`);
}

/** Specifiers of static imports, re-exports and dynamic imports, in order. */
export function importsOf(text: string): readonly string[] {
  const found = text.matchAll(
    /^(?:import|export)\b(?:[^'"`;]*?\bfrom)?\s*'([^'\n]+)'|\bimport\(\s*'([^'\n]+)'/gm,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? '');
}

function importerOf(path: string): Importer {
  const parts = path.split('/');
  const nested = parts[0] === 'libs' || parts[0] === 'apps';
  return {
    path,
    home: parts.slice(0, nested ? 2 : 1).join('/'),
    lib: parts[0] === 'libs' ? (parts[1] ?? null) : null,
    proof: isProof(path) || parts[0] === 'test',
  };
}

function libProblems(importer: Importer, specifier: string): readonly string[] {
  const door = /^#libs\/([^/]+)(\/.*)?$/.exec(specifier);
  if (door === null) return [];
  const name = door[1] ?? '';
  if (door[2] !== undefined) return [`imports '${specifier}' past the door of libs/${name}`];
  if (importer.lib === TESTS_ONLY || importer.proof) return [];
  if (name === importer.lib) return [`imports its own door '${specifier}'; import the file itself`];
  if (name === TESTS_ONLY) return [`imports '${specifier}', which is for specs only`];
  if (importer.lib === null) return [];
  if (PUBLISHED.has(importer.lib)) return [`is published on its own but imports '${specifier}'`];
  const own = LAYERS.get(importer.lib);
  const other = LAYERS.get(name);
  if (own === undefined) return [`libs/${importer.lib} has no layer in test/house/layer-rules.ts`];
  if (other === undefined) return [`imports '${specifier}', which has no layer in test/house/layer-rules.ts`];
  return other < own ? [] : [`imports '${specifier}' of layer ${other} from layer ${own}`];
}

function relativeProblems(importer: Importer, specifier: string): readonly string[] {
  if (!specifier.startsWith('.')) return [];
  const target = posix.normalize(posix.join(posix.dirname(importer.path), specifier));
  const { home } = importerOf(target);
  if (home !== importer.home) return crossingAllowed(importer, target) ? [] : [`reaches into ${home}`];
  return surfaceProblems(importer.path, target);
}

function crossingAllowed(importer: Importer, target: string): boolean {
  if (importer.home === 'apps/standalone') return /^apps\/([^/]+)\/src\/\1\.module\.js$/.test(target);
  if (importer.home === 'apps/registry') return target === 'migrations/index.js';
  return importer.home === 'test';
}

function surfaceProblems(path: string, target: string): readonly string[] {
  const from = surfaceOf(path);
  const to = surfaceOf(target);
  if (path.startsWith('apps/registry/src/core/') && to !== null)
    return [`core imports the surface '${to}'; surfaces translate, core decides`];
  if (from !== null && to !== null && from !== to)
    return [`surface '${from}' imports surface '${to}'; move what both need into core`];
  return [];
}

function surfaceOf(path: string): string | null {
  return /^apps\/registry\/src\/surfaces\/([^/]+)\//.exec(path)?.[1] ?? null;
}

function packageProblems(importer: Importer, specifier: string): readonly string[] {
  const inApps = importer.home.startsWith('apps/');
  if (specifier.startsWith('@nestjs/') && !inApps && importer.lib !== 'nest-kit' && importer.home !== 'test')
    return [`imports '${specifier}'; only libs/nest-kit and apps know Nest`];
  if (specifier === 'typeorm' || specifier.startsWith('typeorm/')) {
    const allowed =
      importer.home === 'apps/registry' ||
      importer.home === 'migrations' ||
      (importer.lib === 'sqlite' && importer.proof);
    if (!allowed) return [`imports '${specifier}'; only apps/registry and migrations know TypeORM`];
  }
  return [];
}

function purityProblems(importer: Importer, text: string): readonly string[] {
  if (importer.lib === null || importer.proof) return [];
  const layer = LAYERS.get(importer.lib);
  if (layer === undefined || layer > LAST_PURE_LAYER) return [];
  const modules = importsOf(text)
    .filter((specifier) => specifier.startsWith('node:') && !mayImport(importer.lib, specifier))
    .map((specifier) => `imports '${specifier}' in the pure layer ${layer}`);
  const calls = IMPURE_CALLS.flatMap((call) => call.exec(text)?.[0] ?? []).map(
    (call) => `uses '${call}' in the pure layer ${layer}; take the value as a parameter`,
  );
  return [...modules, ...calls, ...hashProblems(text)];
}

function mayImport(lib: string | null, specifier: string): boolean {
  if (PURE_NODE_MODULES.has(specifier)) return true;
  return specifier === 'node:crypto' && lib !== null && MAY_HASH.has(lib);
}

function hashProblems(text: string): readonly string[] {
  const imported = /^import\s+([^'"]*?)\s+from 'node:crypto'/m.exec(text)?.[1];
  if (imported === undefined || /^\{\s*createHash\s*,?\s*\}$/.test(imported)) return [];
  return [`takes more than createHash from node:crypto: ${imported}`];
}

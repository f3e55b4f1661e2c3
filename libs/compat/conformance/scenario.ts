import type { Random } from '../test/random.js';
import { DEFAULT_BUF_OPTIONS, type BufOptions } from '../src/policy.js';
import { ALL_RULES, type BreakingConfig } from './buf-oracle.js';

/** A configuration of both checkers. */
export interface Scenario {
  readonly options: BufOptions;
  /** Whether only a part of the files is input and the others are imports at most. */
  readonly partial: boolean;
}
/** The categories, each alone and all together. */
export const CATEGORIES = ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON', 'WIRE'] as const;
/** All rules on everything. */
export const EVERYTHING: BufOptions = { ...DEFAULT_BUF_OPTIONS, use: ALL_RULES['use'] as readonly string[] };

const SOME_RULES = [
  'FIELD_SAME_TYPE',
  'MESSAGE_NO_DELETE',
  'FILE_NO_DELETE',
  'ENUM_NO_DELETE',
  'PACKAGE_NO_DELETE',
  'FIELD_NO_DELETE',
  'RESERVED_MESSAGE_NO_DELETE',
  'FIELD_SAME_ONEOF',
  'PACKAGE_MESSAGE_NO_DELETE',
  'FILE_SAME_PACKAGE',
  'EXTENSION_NO_DELETE',
  'RPC_NO_DELETE',
  'ENUM_VALUE_NO_DELETE',
];

/** A random configuration over a batch's files. */
export function randomScenario(random: Random, paths: readonly string[]): Scenario {
  const some = (times: number): readonly string[] => paths.filter(() => random.oneIn(times));
  const foldersOf = (list: readonly string[]): readonly string[] => {
    const folders = new Set(list.filter(() => random.oneIn(2)).map(folderOf));
    // buf refuses a path within another.
    return [...folders, ...list.filter((path) => !folders.has(folderOf(path)))].sort();
  };
  const rules = (): readonly string[] => [random.pick([...SOME_RULES, ...CATEGORIES])];
  const partial = random.oneIn(2);
  return {
    partial,
    options: {
      use: random.oneIn(3) ? [random.pick(CATEGORIES)] : EVERYTHING.use,
      except: random.oneIn(2) ? [] : [random.pick(SOME_RULES)],
      ignore: random.oneIn(2) ? [] : foldersOf(some(6)),
      ignoreOnly: random.oneIn(2)
        ? []
        : rules().flatMap((rule) => {
            const chosen = foldersOf(some(3));
            return chosen.length === 0 ? [] : [{ rule, paths: chosen }];
          }),
      ignoreUnstablePackages: random.oneIn(2),
      excludeImports: random.oneIn(2),
      limitToInputFiles: random.oneIn(3),
    },
  };
}

function folderOf(path: string): string {
  return path.split('/')[0] ?? path;
}

/** The configuration as buf reads it. */
export function configOf(options: BufOptions): BreakingConfig {
  return {
    use: options.use,
    except: options.except,
    ignore: options.ignore,
    ignore_only: Object.fromEntries(options.ignoreOnly.map(({ rule, paths }) => [rule, paths])),
    ignore_unstable_packages: options.ignoreUnstablePackages,
  };
}

/** The configuration's part that buf takes as flags. */
export function flagsOf(options: BufOptions): readonly string[] {
  return [
    ...(options.excludeImports ? ['--exclude-imports'] : []),
    ...(options.limitToInputFiles ? ['--limit-to-input-files'] : []),
  ];
}

import type { BufOptions } from '../policy.js';
import { expandRule } from './rule-names.js';
import type { BufComplaint, BufRule } from './define-buf-rule.js';
import type { FileNode } from './model.js';
import { isInSource } from './place.js';

/**
 * Whether a complaint does not count: one of its two files is in an ignored path, in an unstable package, or an import. As with buf, the
 * earlier file has no say when what changed was not in it.
 */
export type Ignore = (rule: BufRule, complaint: BufComplaint) => boolean;

/** What a configuration ignores. Paths are files or folders, relative to the module. `later`: the files of the proposed schema by path. */
export function ignoreBy(options: BufOptions, later: ReadonlyMap<string, FileNode>): Ignore {
  const only = new Map<string, string[]>();
  for (const { rule, paths } of options.ignoreOnly) {
    for (const id of expandRule(rule)) only.set(id, [...(only.get(id) ?? []), ...paths]);
  }
  return (rule, { before, after, isNew = false }) => {
    const earlier = before !== null && !isNew && isInSource(before) ? before.file : undefined;
    const files = [earlier, after?.file].filter((file) => file !== undefined);
    if (options.excludeImports) {
      if (after?.file.isImport === true) return true;
      if (earlier !== undefined && wasImport(earlier, options, later)) return true;
    }
    const paths = [...options.ignore, ...(only.get(rule.id) ?? [])];
    if (files.some((file) => paths.some((path) => isUnder(file.path, path)))) return true;
    return options.ignoreUnstablePackages && files.some(isUnstable);
  };
}

/** Where only later files are compared, earlier ones are imports that are not among them, and no others. */
function wasImport(file: FileNode, options: BufOptions, later: ReadonlyMap<string, FileNode>): boolean {
  return options.limitToInputFiles ? !later.has(file.path) : file.isImport;
}

function isUnder(file: string, path: string): boolean {
  const clean = path.replace(/^\.\//, '').replace(/\/+$/, '');
  return clean === '' || clean === '.' || file === clean || file.startsWith(`${clean}/`);
}

// The last part of a package that says that it may still change, such as v1alpha, v1beta2, v1p1alpha1, v1test.
const UNSTABLE = /(^|\.)v[1-9]\d*((p[1-9]\d*)?(alpha|beta)([1-9]\d*)?|test.*)$/;

function isUnstable({ packageName }: FileNode): boolean {
  return UNSTABLE.test(packageName);
}

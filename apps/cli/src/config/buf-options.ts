import { DEFAULT_BUF_OPTIONS, type BufOptions } from '#libs/compat';
import { posix } from 'node:path';
import { isInside } from '../sources/source-set.js';
import type { BreakingSection } from './buf-schema.js';

/**
 * The options of a module from its `breaking` section. `modulePath` is what its paths have before the module's own: the module's folder
 * in v2, where they start in the folder of the buf.yaml; `.` in v1. Paths elsewhere are of other modules and are left out.
 */
export function bufOptionsOf(section: BreakingSection | null | undefined, modulePath: string): BufOptions {
  if (section === null || section === undefined) return DEFAULT_BUF_OPTIONS;
  return {
    ...DEFAULT_BUF_OPTIONS,
    use: section.use,
    except: section.except,
    ignore: pathsInModule(section.ignore, modulePath),
    ignoreOnly: Object.entries(section.ignore_only)
      .map(([rule, paths]) => ({ rule, paths: pathsInModule(paths, modulePath) }))
      .filter(({ paths }) => paths.length > 0),
    ignoreUnstablePackages: section.ignore_unstable_packages,
  };
}

/** Paths as seen from a module; `.` when they are the module or around it. */
export function pathsInModule(paths: readonly string[], modulePath: string): readonly string[] {
  return paths.map(normalPath).flatMap((path) => {
    if (modulePath === '.') return [path];
    if (isInside(modulePath, path)) return ['.'];
    return isInside(path, modulePath) ? [path.slice(modulePath.length + 1)] : [];
  });
}

/** Without `./`, `//` and a slash at the end. */
export function normalPath(path: string): string {
  return posix.normalize(path.replaceAll('\\', '/')).replace(/(?<=.)\/$/, '');
}

/** Where a module's files are: folders whose paths inside are import paths. */
export interface SourceRoot {
  /** Absolute, or as a person gave it. */
  readonly folder: string;
  /** Files and folders in it that count; empty: all. */
  readonly includes: readonly string[];
  /** Files and folders in it that do not count. */
  readonly excludes: readonly string[];
}

/** A folder and all in it. */
export function wholeFolder(folder: string): SourceRoot {
  return { folder, includes: [], excludes: [] };
}

/** Whether an import path counts in a root. */
export function isSelected({ includes, excludes }: SourceRoot, path: string): boolean {
  if (excludes.some((excluded) => isInside(path, excluded))) return false;
  return includes.length === 0 || includes.some((included) => isInside(path, included));
}

/** Whether a path is a folder or file, or in it. Both relative, with slashes; `.` is all. */
export function isInside(path: string, folder: string): boolean {
  return folder === '.' || folder === '' || path === folder || path.startsWith(`${folder}/`);
}

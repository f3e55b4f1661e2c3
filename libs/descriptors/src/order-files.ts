import { compareText } from './compare-text.js';

/** A file and the files it imports, all by their import paths. */
export interface FileNode {
  readonly path: string;
  readonly imports: readonly string[];
}

/**
 * Puts every file after its imports. Of the files that could come next, the one with the smallest path (by code point) does.
 * Imports that are not among the files are ignored. Files on a cycle, and those that import them, are left out.
 */
export function orderFiles(files: readonly FileNode[]): string[] {
  const paths = files.map((file) => file.path).sort(compareText);
  const rankOf = new Map(paths.map((path, rank) => [path, rank]));
  const importers = new Map<string, string[]>();
  const missing = new Map<string, number>();
  for (const file of files) {
    const imports = new Set(file.imports.filter((path) => rankOf.has(path)));
    missing.set(file.path, imports.size);
    for (const path of imports) {
      const list = importers.get(path);
      if (list === undefined) importers.set(path, [file.path]);
      else list.push(file.path);
    }
  }
  const ready = new RankHeap();
  for (const [rank, path] of paths.entries()) if (missing.get(path) === 0) ready.push(rank);
  const ordered: string[] = [];
  for (let rank = ready.pop(); rank !== undefined; rank = ready.pop()) {
    const path = paths[rank] ?? '';
    ordered.push(path);
    for (const importer of importers.get(path) ?? []) {
      const left = (missing.get(importer) ?? 0) - 1;
      missing.set(importer, left);
      if (left === 0) ready.push(rankOf.get(importer) ?? 0);
    }
  }
  return ordered;
}

/** Binary heap that yields the smallest number first. */
class RankHeap {
  private readonly ranks: number[] = [];

  push(rank: number): void {
    let at = this.ranks.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const value = this.at(parent);
      if (value <= rank) break;
      this.ranks[at] = value;
      at = parent;
    }
    this.ranks[at] = rank;
  }

  pop(): number | undefined {
    const smallest = this.ranks[0];
    const last = this.ranks.pop();
    if (last !== undefined && this.ranks.length > 0) this.sink(last);
    return smallest;
  }

  private sink(rank: number): void {
    const size = this.ranks.length;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && this.at(child + 1) < this.at(child)) child++;
      if (this.at(child) >= rank) break;
      this.ranks[at] = this.at(child);
      at = child;
    }
    this.ranks[at] = rank;
  }

  private at(index: number): number {
    return this.ranks[index] ?? Infinity;
  }
}

import { importedFiles } from './imported-files.js';
import { readSources, type PlacedFile, type SourceState } from './read-sources.js';
import type { SourceRoot } from './source-set.js';

/** Reads modules that import each other; each folder is read once. */
export class SourceReader {
  private readonly known = new Map<string, Promise<PlacedFile[]>>();

  /** Relative folders start in `cwd`. */
  constructor(private readonly cwd: string) {}

  /** Files of a module, and those of other modules that they import. **Throws** as {@link readSources}. */
  async read(
    roots: readonly SourceRoot[],
    importRoots: readonly SourceRoot[],
    state: SourceState,
  ): Promise<{ readonly files: readonly PlacedFile[]; readonly imports: readonly PlacedFile[] }> {
    const files = await readSources(this.cwd, roots, state);
    // Only what is imported matters: another module's folder may be gone.
    const otherState = state.kind === 'folder' ? { ...state, mayLack: true } : state;
    const others = await Promise.all(importRoots.map((root) => this.readOnce(root, otherState)));
    return { files, imports: importedFiles(files, others.flat()) };
  }

  private readOnce(root: SourceRoot, state: SourceState): Promise<PlacedFile[]> {
    const key = JSON.stringify([root, state]);
    const known = this.known.get(key) ?? readSources(this.cwd, [root], state);
    this.known.set(key, known);
    return known;
  }
}

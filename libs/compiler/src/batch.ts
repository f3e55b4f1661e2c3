import type { SourceFile } from './source-file.js';
import { topLevelNames } from './top-level-names.js';
import { isBundled } from './workspace.js';

/** A schema to compile among others. */
export interface CompileInput {
  readonly files: readonly SourceFile[];
  /** May be imported, are no part of it. */
  readonly imports: readonly SourceFile[];
}

/** A schema that waits for its place in a batch. */
export interface Candidate extends CompileInput {
  /** Place among all that are compiled. */
  readonly index: number;
  /** Path that its only file has in a batch: nobody imports that. Null when it has several. */
  readonly alias: string | null;
}

/** How large a batch may be. */
export interface BatchLimits {
  readonly maxFiles: number;
  readonly maxSizeBytes: number;
}

/** Makes candidates of inputs. */
export function candidateOf(input: CompileInput, index: number): Candidate {
  return { ...input, index, alias: input.files.length === 1 ? `protokoll_batch/${index}.proto` : null };
}

/** True for one that must be alone: it has a file of its own where others use the bundled one. */
export function isLoner({ files, imports }: CompileInput): boolean {
  return [...files, ...imports].some(({ path }) => isBundled(path));
}

/** Schemas that one run of the compiler takes together: no two files of one path, no name declared in two files. */
export class Batch {
  readonly members: Candidate[] = [];
  private readonly contents = new Map<string, string>();
  private readonly owners = new Map<string, string>();
  private sizeBytes = 0;

  constructor(
    private readonly limits: BatchLimits,
    private readonly namesOf: (content: string) => readonly string[],
  ) {}

  /** Takes a schema in when it fits. */
  offer(candidate: Candidate): boolean {
    const files = filesIn(candidate);
    const added = [...files, ...candidate.imports].filter(({ path }) => !this.contents.has(path));
    const sizeBytes = added.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
    if (this.contents.size + added.length > this.limits.maxFiles) return false;
    if (this.sizeBytes + sizeBytes > this.limits.maxSizeBytes) return false;
    // A file of a schema is nobody else's import, or the compiler would not say when an import is missing.
    if (files.some(({ path }) => this.contents.has(path))) return false;
    if (candidate.imports.some(({ path, content }) => (this.contents.get(path) ?? content) !== content))
      return false;
    const owned = added.flatMap(({ path, content }) => this.namesOf(content).map((name) => ({ name, path })));
    if (owned.some(({ name, path }) => (this.owners.get(name) ?? path) !== path)) return false;
    for (const { path, content } of added) this.contents.set(path, content);
    for (const { name, path } of owned) this.owners.set(name, path);
    this.sizeBytes += sizeBytes;
    this.members.push(candidate);
    return true;
  }
}

/** The schema's own files under the paths that they have in a batch. */
export function filesIn({ files, alias }: Candidate): readonly SourceFile[] {
  return alias === null ? files : files.map(({ content }) => ({ path: alias, content }));
}

/** Puts schemas in as few batches as come of taking each where it first fits. What fits nowhere is alone in its batch. */
export function makeBatches(candidates: readonly Candidate[], limits: BatchLimits): readonly Batch[] {
  const batches: Batch[] = [];
  const known = new Map<string, readonly string[]>();
  const namesOf = (content: string): readonly string[] => {
    const names = known.get(content) ?? topLevelNames(content);
    known.set(content, names);
    return names;
  };
  let waiting = candidates;
  while (waiting.length > 0) {
    const batch = new Batch(limits, namesOf);
    const rest = waiting.filter((candidate) => !batch.offer(candidate));
    const [first] = rest;
    // Larger than a batch may be: it goes alone, and is not offered again.
    if (batch.members.length === 0 && first !== undefined) {
      batch.members.push(first);
      waiting = rest.slice(1);
    } else waiting = rest;
    batches.push(batch);
  }
  return batches;
}

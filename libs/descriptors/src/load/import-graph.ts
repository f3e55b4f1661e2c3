import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { orderFiles } from '../order-files.js';
import type { ResolvedLimits } from './limits.js';
import { descriptorInvalid, quote } from './problem.js';

/** The files of a set and which of them see which. */
export interface ImportGraph {
  /** Every file after its imports, ties by path. A file's place here is its number. */
  readonly files: readonly FileDescriptorProto[];
  /** True when a type of file number `target` may be named in file number `from`: imported, publicly through others too, or itself. */
  sees(from: number, target: number): boolean;
}

/** **Throws** DESCRIPTOR_INVALID for a bad path, a file given twice, a missing import or a cycle. */
export function buildImportGraph(files: readonly FileDescriptorProto[], limits: ResolvedLimits): ImportGraph {
  const byPath = indexFiles(files, limits);
  for (const file of files) checkImports(file, byPath);
  const paths = orderFiles(files.map((file) => ({ path: file.name, imports: file.dependency })));
  if (paths.length < files.length) throw cycleAmong(files, new Set(paths));
  const ordered = paths.flatMap((path) => byPath.get(path) ?? []);
  const visible = visibleFiles(ordered);
  return { files: ordered, sees: (from, target) => visible[from]?.has(target) ?? false };
}

function indexFiles(
  files: readonly FileDescriptorProto[],
  limits: ResolvedLimits,
): ReadonlyMap<string, FileDescriptorProto> {
  const byPath = new Map<string, FileDescriptorProto>();
  for (const file of files) {
    checkPath(file.name, limits);
    if (byPath.has(file.name)) throw descriptorInvalid(`file ${quote(file.name)} is in it twice`);
    byPath.set(file.name, file);
  }
  return byPath;
}

function checkPath(path: string, limits: ResolvedLimits): void {
  if (path.length > limits.maxNameLength)
    throw descriptorInvalid(`file path ${quote(path)} is longer than ${limits.maxNameLength} characters`);
  const parts = path.split('/');
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  // Control characters, backslash and what a broken UTF-8 sequence becomes: such a path can not be written to a disk or a URL.
  if (!plain || /[\p{Cc}\\\uFFFD]/u.test(path))
    throw descriptorInvalid(`file path ${quote(path)} is not a plain relative path such as "a/b.proto"`);
}

function checkImports(file: FileDescriptorProto, byPath: ReadonlyMap<string, FileDescriptorProto>): void {
  for (const path of file.dependency) {
    if (!byPath.has(path))
      throw descriptorInvalid(
        `${quote(file.name)} imports ${quote(path)}, which is not in the set; add it with its own imports`,
      );
  }
  for (const list of [file.publicDependency, file.weakDependency]) {
    if (list.some((index) => file.dependency[index] === undefined))
      throw descriptorInvalid(`${quote(file.name)} has a public or weak import that it does not import`);
  }
}

/** The failure that names one cycle among the files that could not be put in order. */
function cycleAmong(files: readonly FileDescriptorProto[], ordered: ReadonlySet<string>): Error {
  const stuck = new Map(files.filter((file) => !ordered.has(file.name)).map((file) => [file.name, file]));
  const walked: string[] = [];
  const seen = new Map<string, number>();
  let path = [...stuck.keys()][0] ?? '';
  while (!seen.has(path)) {
    seen.set(path, walked.length);
    walked.push(path);
    path = stuck.get(path)?.dependency.find((name) => stuck.has(name)) ?? '';
  }
  const cycle = [...walked.slice(seen.get(path)), path].map(quote);
  const shown = cycle.length > 8 ? [...cycle.slice(0, 7), '…', cycle.at(-1) ?? ''] : cycle;
  return descriptorInvalid(`files import each other in a circle: ${shown.join(' -> ')}`);
}

/** By file number, the numbers of the files it sees. Files come after their imports. */
function visibleFiles(files: readonly FileDescriptorProto[]): readonly BitSet[] {
  const numberOf = new Map(files.map((file, number) => [file.name, number]));
  const handedOn: BitSet[] = [];
  const visible: BitSet[] = [];
  for (const [number, file] of files.entries()) {
    const sees = new BitSet(files.length).add(number);
    const hands = new BitSet(files.length).add(number);
    const publicPaths = new Set(file.publicDependency.map((index) => file.dependency[index]));
    for (const path of new Set(file.dependency)) {
      const reached = handedOn[numberOf.get(path) ?? -1];
      if (reached === undefined) continue;
      sees.addAll(reached);
      if (publicPaths.has(path)) hands.addAll(reached);
    }
    visible.push(sees);
    handedOn.push(hands);
  }
  return visible;
}

/** Numbers below a size. A bit each: a set of 2,000 files that all import each other must not cost a second. */
class BitSet {
  private readonly words: Uint32Array;

  constructor(size: number) {
    this.words = new Uint32Array(Math.ceil(size / 32));
  }

  add(number: number): this {
    this.words[number >> 5] = (this.words[number >> 5] ?? 0) | (1 << (number & 31));
    return this;
  }

  addAll(other: BitSet): void {
    for (let at = 0; at < this.words.length; at++)
      this.words[at] = (this.words[at] ?? 0) | (other.words[at] ?? 0);
  }

  has(number: number): boolean {
    return (((this.words[number >> 5] ?? 0) >>> (number & 31)) & 1) === 1;
  }
}

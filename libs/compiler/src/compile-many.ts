import { isRegistryError, type RegistryError } from '#libs/errors';
import {
  candidateOf,
  filesIn,
  isLoner,
  makeBatches,
  type BatchLimits,
  type Candidate,
  type CompileInput,
} from './batch.js';
import type { CompileResult, Outcome } from './compile-result.js';
import type { Diagnostic } from './diagnostic.js';
import { ImageSplitter } from './split-image.js';
import { isBundled, makeWorkspace, type Workspace } from './workspace.js';

/** An input with what is wrong about it before it is compiled. */
export interface CheckedInput extends CompileInput {
  readonly diagnostics: readonly Diagnostic[];
}

/** What compiling many takes of a compiler. */
export interface BulkTools {
  /** Batches that are compiled at once. */
  readonly concurrency: number;
  readonly limits: BatchLimits;
  /** **Throws** for what is over a limit. */
  readonly check: (input: CompileInput) => CheckedInput;
  /** Compiles one schema by itself. */
  readonly compile: (input: CompileInput) => Promise<CompileResult>;
  /** Runs the compiler once. */
  readonly build: (workspace: Workspace) => Promise<Outcome>;
}

type Results = (CompileResult | RegistryError)[];

/** See Compiler.compileMany. */
export async function compileMany(inputs: readonly CompileInput[], tools: BulkTools): Promise<Results> {
  const work = new BulkWork(inputs, tools);
  const loners: Candidate[] = [];
  const others: Candidate[] = [];
  for (const candidate of work.candidates()) (isLoner(candidate) ? loners : others).push(candidate);
  const groups = [
    ...makeBatches(others, tools.limits).map(({ members }) => members),
    ...loners.map((one) => [one]),
  ];
  const next = groups.values();
  const worker = async (): Promise<void> => {
    for (const group of next) await work.together(group);
  };
  await Promise.all(Array.from({ length: tools.concurrency }, worker));
  return work.results;
}

class BulkWork {
  readonly results: Results = [];

  constructor(
    private readonly inputs: readonly CompileInput[],
    private readonly tools: BulkTools,
  ) {}

  /** Those that are worth a process; the others have their results at once. */
  *candidates(): Generator<Candidate> {
    for (const [index, input] of this.inputs.entries()) {
      try {
        const { diagnostics, ...checked } = this.tools.check(input);
        if (diagnostics.length === 0) yield candidateOf(checked, index);
        else this.results[index] = { ok: false, diagnostics, cached: true };
      } catch (error) {
        this.results[index] = asValue(error);
      }
    }
  }

  async together(members: readonly Candidate[]): Promise<void> {
    const [first] = members;
    if (first === undefined) return;
    if (members.length === 1) return this.alone(first);
    const workspace = makeWorkspace(
      members.flatMap(filesIn),
      unique(members.flatMap(({ imports }) => imports)),
    );
    const outcome = await this.build(workspace);
    if (outcome === null) return this.inHalves(members);
    if (outcome.ok) return this.take(members, new ImageSplitter(outcome.image));
    const wrong = new Set(outcome.diagnostics.map(({ file }) => file));
    const culprits = members.filter((member) => pathsOf(member).some((path) => wrong.has(path)));
    if (culprits.length === 0) return this.inHalves(members);
    await this.together(members.filter((member) => !culprits.includes(member)));
    for (const culprit of culprits) await this.alone(culprit);
  }

  /** Null when the run itself failed: too slow or too large for one, or broken off by one of them. */
  private async build(workspace: Workspace): Promise<Outcome | null> {
    try {
      return await this.tools.build(workspace);
    } catch (error) {
      asValue(error);
      return null;
    }
  }

  private async inHalves(members: readonly Candidate[]): Promise<void> {
    const middle = Math.ceil(members.length / 2);
    await this.together(members.slice(0, middle));
    await this.together(members.slice(middle));
  }

  private async take(members: readonly Candidate[], splitter: ImageSplitter): Promise<void> {
    for (const member of members) {
      const { files, alias, index } = member;
      const rootFiles = files.map(({ path }) => path).sort();
      const renamed = new Map(alias === null ? [] : [[alias, rootFiles[0] ?? '']]);
      const part = splitter.take(alias === null ? rootFiles : [alias], renamed);
      const own = new Set(pathsOf(member));
      // What it imports without having it was another's: alone it does not compile.
      if (part !== null && part.paths.every((path) => own.has(path) || isBundled(path)))
        this.results[index] = { ok: true, image: part.image, rootFiles, cached: false };
      else await this.alone(member);
    }
  }

  private async alone({ files, imports, index }: Candidate): Promise<void> {
    try {
      this.results[index] = await this.tools.compile({ files, imports });
    } catch (error) {
      this.results[index] = asValue(error);
    }
  }
}

function pathsOf(member: Candidate): string[] {
  return [...filesIn(member), ...member.imports].map(({ path }) => path);
}

function unique<T extends { readonly path: string }>(files: readonly T[]): T[] {
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

/** A failure that is about the schema; **throws** one that is not. */
function asValue(error: unknown): RegistryError {
  if (isRegistryError(error) && error.code !== 'SHUTTING_DOWN') return error;
  throw error;
}

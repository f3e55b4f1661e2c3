import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RegistryError } from '#libs/errors';
import { findBuf, type BufBinary } from './buf-binary.js';
import { ByteLru } from './byte-lru.js';
import type { CompileInput } from './batch.js';
import { checkSources } from './check-sources.js';
import { checkTexts } from './check-texts.js';
import type { CompileResult, Outcome } from './compile-result.js';
import { compileMany, type CheckedInput } from './compile-many.js';
import {
  resolveOptions,
  type CompilerOptions,
  type CompilerStats,
  type ResolvedOptions,
} from './compiler-options.js';
import { digestOf } from './digest.js';
import { DiskCache } from './disk-cache.js';
import { dropSharedImports } from './shared-imports.js';
import { runBuf } from './run-buf.js';
import type { SourceFile } from './source-file.js';
import { Turns } from './turns.js';
import { makeWorkspace, type Workspace } from './workspace.js';

/** A batch at most: a process of half a second, whose schemas a caller waits for together. */
const BATCH_FILES = 500;
const BATCH_BYTES = 4 * 1024 * 1024;

/** Compiles .proto sources with buf. The same texts are compiled once: outcomes are kept in memory, images on disk too. */
export class Compiler {
  private readonly options: ResolvedOptions;
  private readonly buf: BufBinary;
  private readonly disk: DiskCache;
  private readonly remembered: ByteLru<Outcome>;
  private readonly underWay = new Map<string, Promise<Outcome>>();
  private readonly turns: Turns;
  private readonly closing = new AbortController();
  private hits = 0;
  private misses = 0;

  /** **Throws** COMPILER_FAILED when buf is not installed. */
  constructor(options: CompilerOptions) {
    this.options = resolveOptions(options);
    const { cacheDir, maxDiskBytes, maxMemoryBytes, concurrency, maxWaiting, bufPath } = this.options;
    this.buf = bufPath === null ? findBuf() : { path: bufPath, version: bufPath };
    this.disk = new DiskCache(cacheDir, maxDiskBytes);
    this.remembered = new ByteLru(maxMemoryBytes);
    this.turns = new Turns(concurrency, maxWaiting);
  }

  /**
   * Compiles `files`, which make the schema. `imports` may be imported but are no part of it; so may google/protobuf/*, google/type/*,
   * confluent/* and protokoll/options/*, which a file of the same path replaces. What is wrong with the texts is in the result. **Throws** BAD_REQUEST for
   * paths, REFERENCE_CONFLICT, SCHEMA_TOO_LARGE, COMPILE_TIMEOUT, OVERLOADED, COMPILER_FAILED, SHUTTING_DOWN.
   */
  async compile(files: readonly SourceFile[], imports: readonly SourceFile[] = []): Promise<CompileResult> {
    const { imports: others, diagnostics } = this.checked({ files, imports });
    if (diagnostics.length > 0) return { ok: false, diagnostics, cached: true };
    const workspace = makeWorkspace(files, others);
    const { outcome, cached } = await this.outcomeOf(digestOf(this.buf.version, workspace), workspace);
    if (cached) this.hits += 1;
    if (!outcome.ok) return { ...outcome, cached };
    return { ...outcome, rootFiles: workspace.files.map((file) => file.path), cached };
  }

  /**
   * Compiles many schemas, each as {@link compile} does, in the order of the inputs: one process for many of them where their names and
   * paths allow it. What fails is the failure in its place. Images are not kept. **Throws** SHUTTING_DOWN.
   */
  async compileMany(inputs: readonly CompileInput[]): Promise<(CompileResult | RegistryError)[]> {
    const { concurrency, maxFiles, maxTotalSizeBytes } = this.options;
    return compileMany(inputs, {
      concurrency,
      limits: {
        maxFiles: Math.min(maxFiles, BATCH_FILES),
        maxSizeBytes: Math.min(maxTotalSizeBytes, BATCH_BYTES),
      },
      check: (input) => this.checked(input),
      compile: ({ files, imports }) => this.compile(files, imports),
      build: (workspace) =>
        this.turns.run(() => {
          this.misses += 1;
          return this.build(workspace);
        }),
    });
  }

  /** Counters since the start. */
  stats(): CompilerStats {
    return { hits: this.hits, misses: this.misses, running: this.turns.running };
  }

  /** Kills what runs, refuses what waits; both reject with SHUTTING_DOWN. Resolves when no process is left. */
  async close(): Promise<void> {
    this.closing.abort();
    this.turns.refuseWaiting(shuttingDown());
    await Promise.allSettled(this.underWay.values());
  }

  /** What there is to say before anything is started. **Throws** as {@link compile}. */
  private checked({ files, imports }: CompileInput): CheckedInput {
    if (this.closing.signal.aborted) throw shuttingDown();
    const others = dropSharedImports(files, imports);
    checkSources(files, others, this.options);
    return {
      files,
      imports: others,
      diagnostics: checkTexts([...files, ...others], this.options.maxNesting),
    };
  }

  private async outcomeOf(
    key: string,
    workspace: Workspace,
  ): Promise<{ readonly outcome: Outcome; readonly cached: boolean }> {
    const known = this.remembered.get(key);
    if (known !== undefined) return { outcome: known, cached: true };
    const joined = this.underWay.get(key);
    if (joined !== undefined) return { outcome: await joined, cached: true };
    let started = false;
    const work = this.resolve(key, workspace, () => {
      started = true;
    }).finally(() => this.underWay.delete(key));
    this.underWay.set(key, work);
    return { outcome: await work, cached: !started };
  }

  private async resolve(key: string, workspace: Workspace, onStart: () => void): Promise<Outcome> {
    const image = await this.disk.read(key);
    if (image !== null) return this.remember(key, { ok: true, image });
    const outcome = await this.turns.run(() => {
      onStart();
      this.misses += 1;
      return this.build(workspace);
    });
    if (outcome.ok) await this.disk.write(key, outcome.image);
    return this.remember(key, outcome);
  }

  private async build(workspace: Workspace): Promise<Outcome> {
    const folder = await mkdtemp(join(this.options.tempDir, 'protokoll-compile-'));
    try {
      return await runBuf(workspace, {
        bufPath: this.buf.path,
        folder,
        signal: this.closing.signal,
        limits: this.options,
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private remember(key: string, outcome: Outcome): Outcome {
    this.remembered.set(key, outcome, sizeOf(outcome));
    return outcome;
  }
}

function sizeOf(outcome: Outcome): number {
  const OVERHEAD_BYTES = 500;
  return (
    OVERHEAD_BYTES + (outcome.ok ? outcome.image.length : JSON.stringify(outcome.diagnostics).length * 2)
  );
}

function shuttingDown(): RegistryError {
  return new RegistryError('SHUTTING_DOWN', { retryAfterSeconds: 5 });
}

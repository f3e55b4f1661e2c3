import { RegistryError } from '#libs/errors';
import { build } from './build.js';
import { bufBinary, bufVersion } from './buf-binary.js';
import { DiskCache, cacheKey } from './cache.js';
import type { Diagnostic, SourceFile } from './diagnostic.js';
import { DEFAULT_LIMITS, checkSources, type CompilerLimits } from './limits.js';

/** What a compilation came to. `cached` = no process was started for it. */
export type CompileResult =
  | {
      readonly ok: true;
      /** FileDescriptorSet with source info and with every import that is used. */
      readonly image: Uint8Array;
      /** Import paths of the schema's own files, sorted. */
      readonly rootFiles: readonly string[];
      readonly cached: boolean;
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[]; readonly cached: boolean };

/** How the compiler works. */
export interface CompilerOptions extends Partial<CompilerLimits> {
  /** Folder of compiled images. It may be deleted at any time. */
  readonly cacheDir: string;
  /** Longest that one compilation may take. Default 10 000. */
  readonly timeoutMs?: number;
  /** Compilers that run at once. Default 2. */
  readonly concurrency?: number;
}

/** Counters since the start. */
export interface CompilerStats {
  /** Compilations that were known. */
  readonly hits: number;
  /** Compilations that started a process. */
  readonly misses: number;
  /** Processes that run now. */
  readonly running: number;
}

/** Outcomes kept in memory. An image of ordinary size has some ten kilobytes. */
const MAX_REMEMBERED = 500;

type Outcome =
  | { readonly ok: true; readonly image: Uint8Array }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Compiles .proto sources with buf. The same texts are compiled once: outcomes are kept in memory, images on disk too. */
export class Compiler {
  private readonly limits: CompilerLimits;
  private readonly disk: DiskCache;
  private readonly remembered = new Map<string, Outcome>();
  private readonly underWay = new Map<string, Promise<Outcome>>();
  private readonly waiting: (() => void)[] = [];
  private readonly binary = bufBinary();
  private readonly version = bufVersion();
  private running = 0;
  private hits = 0;
  private misses = 0;
  private closed = false;

  constructor(private readonly options: CompilerOptions) {
    this.limits = {
      maxFiles: options.maxFiles ?? DEFAULT_LIMITS.maxFiles,
      maxFileSizeBytes: options.maxFileSizeBytes ?? DEFAULT_LIMITS.maxFileSizeBytes,
      maxTotalSizeBytes: options.maxTotalSizeBytes ?? DEFAULT_LIMITS.maxTotalSizeBytes,
      maxNesting: options.maxNesting ?? DEFAULT_LIMITS.maxNesting,
    };
    this.disk = new DiskCache(options.cacheDir);
  }

  /**
   * Compiles `files`; `imports` may be imported but are no part of the schema. google/protobuf/* and the annotations of
   * proto/protokoll/options are always there. Texts that do not compile give diagnostics, not an error.
   * **Throws** BAD_REQUEST for paths, SCHEMA_TOO_LARGE, COMPILE_TIMEOUT, SHUTTING_DOWN.
   */
  async compile(files: readonly SourceFile[], imports: readonly SourceFile[] = []): Promise<CompileResult> {
    if (this.closed) throw new RegistryError('SHUTTING_DOWN', { retryAfterSeconds: 1 });
    const own = new Set(files.map((file) => file.path));
    const others = imports.filter((file) => !own.has(file.path));
    checkSources(files, others, this.limits);
    const key = cacheKey(this.version, files, others);
    const known = await this.known(key);
    const outcome = known ?? (await this.build(key, files, others));
    return outcome.ok
      ? { ok: true, image: outcome.image, rootFiles: [...own].sort(), cached: known !== null }
      : { ok: false, diagnostics: outcome.diagnostics, cached: known !== null };
  }

  stats(): CompilerStats {
    return { hits: this.hits, misses: this.misses, running: this.running };
  }

  /** Takes no more work and waits for what runs. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.allSettled(this.underWay.values());
  }

  private async known(key: string): Promise<Outcome | null> {
    const remembered = this.remembered.get(key);
    const image = remembered === undefined && !this.underWay.has(key) ? await this.disk.read(key) : null;
    const outcome = remembered ?? (image === null ? null : { ok: true as const, image });
    if (outcome === null) return null;
    this.hits += 1;
    this.remember(key, outcome);
    return outcome;
  }

  /** Equal texts that arrive together are compiled once. */
  private build(key: string, files: readonly SourceFile[], imports: readonly SourceFile[]): Promise<Outcome> {
    const underWay = this.underWay.get(key);
    if (underWay !== undefined) return underWay;
    const started = this.run(key, files, imports).finally(() => this.underWay.delete(key));
    this.underWay.set(key, started);
    return started;
  }

  private async run(
    key: string,
    files: readonly SourceFile[],
    imports: readonly SourceFile[],
  ): Promise<Outcome> {
    await this.takeTurn();
    try {
      this.misses += 1;
      const outcome = await build(this.binary, files, imports, this.options.timeoutMs ?? 10_000);
      // A full disk makes the cache useless, not the compiler.
      if (outcome.ok) await this.disk.write(key, outcome.image).catch(() => undefined);
      this.remember(key, outcome);
      return outcome;
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  private async takeTurn(): Promise<void> {
    while (this.running >= (this.options.concurrency ?? 2))
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running += 1;
  }

  private remember(key: string, outcome: Outcome): void {
    this.remembered.delete(key);
    this.remembered.set(key, outcome);
    const oldest = this.remembered.keys().next().value;
    if (this.remembered.size > MAX_REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
  }
}

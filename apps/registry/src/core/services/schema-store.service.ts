import { createHash } from 'node:crypto';
import { isRegistryError, RegistryError } from '#libs/errors';
import type { Compiler, CompileInput, CompileResult, SourceFile } from '#libs/compiler';
import { loadSchema, type Fingerprint, type Schema } from '#libs/descriptors';
import type { SourceRow } from '../entities/source.entity.js';
import { Lru } from '../lru.js';
import type { SchemasRepository } from '../repositories/schemas.repository.js';

/** A schema as it was compiled, with the texts it came from. */
export interface CompiledSchema {
  readonly schema: Schema;
  readonly source: SourceRow;
}

/** Bytes of objects that a schema takes however small it is, and for each byte of its descriptors. */
const LEAST_BYTES = 60 * 1024;
const BYTES_PER_BYTE = 10;

/** What is kept ready when nobody says how much. */
const DEFAULT_CACHE_BYTES = 32 * 1024 * 1024;
/** Of it, for the digests of fingerprints; and what one of these takes. */
const NAMES_PART = 1 / 32;
const NAME_BYTES = 400;

/** Bounds of a store. */
export interface SchemaStoreLimits {
  /** Most bytes of canonical descriptors that one answer may need at once. */
  readonly maxBytesAtOnce?: number;
  /** Bytes of memory for what is kept ready. */
  readonly maxCacheBytes?: number;
}

/** Schemas that one statement reads. */
const CHUNK = 50;

/** Compiles schemas and loads stored ones. What was loaded once is kept in memory: schemas never change. */
export class SchemaStore {
  private readonly byDigest: Lru<string, Schema>;
  private readonly digestOf: Lru<string, string>;
  private readonly maxBytesAtOnce: number;

  constructor(
    private readonly compiler: Compiler,
    private readonly schemas: SchemasRepository,
    { maxBytesAtOnce = Infinity, maxCacheBytes = DEFAULT_CACHE_BYTES }: SchemaStoreLimits = {},
  ) {
    this.maxBytesAtOnce = maxBytesAtOnce;
    this.byDigest = new Lru(
      maxCacheBytes * (1 - NAMES_PART),
      ({ canonical }) => LEAST_BYTES + BYTES_PER_BYTE * canonical.byteLength,
    );
    this.digestOf = new Lru(maxCacheBytes * NAMES_PART, () => NAME_BYTES);
  }

  /** Compiles. **Throws** SCHEMA_INVALID with diagnostics, and what the compiler throws. */
  async compile(files: readonly SourceFile[], imports: readonly SourceFile[]): Promise<CompiledSchema> {
    const compiled = this.compiled({ files, imports }, await this.compiler.compile(files, imports));
    this.byDigest.set(compiled.source.digest, compiled.schema);
    return compiled;
  }

  /**
   * Compiles many, in the order of the inputs. Each is made an object when it is called for, since objects take far more memory than
   * images, and fails then if it failed. None is kept in memory. **Throws** SHUTTING_DOWN.
   */
  async compileMany(inputs: readonly CompileInput[]): Promise<(() => CompiledSchema)[]> {
    const results = await this.compiler.compileMany(inputs);
    return results.map((result, place) => () => {
      if (isRegistryError(result)) throw result;
      return this.compiled(inputs[place]!, result);
    });
  }

  /** The digest under which texts are stored. */
  digest({ files, imports }: CompileInput): string {
    return digestOf(files, imports);
  }

  private compiled({ files, imports }: CompileInput, result: CompileResult): CompiledSchema {
    if (!result.ok) {
      const first = result.diagnostics[0];
      const problem =
        first === undefined
          ? 'no reason was given.'
          : `${first.file}:${first.line}:${first.column}: ${first.message}`;
      throw new RegistryError(
        'SCHEMA_INVALID',
        { problem },
        { details: { diagnostics: result.diagnostics } },
      );
    }
    const digest = digestOf(files, imports);
    const schema = this.byDigest.get(digest) ?? loadSchema(result.image, { rootFiles: result.rootFiles });
    return { schema, source: { digest, fingerprint: schema.fingerprint, files, image: result.image } };
  }

  /** The schema of a stored text, with its source positions. */
  async byDigestOf(digest: string): Promise<Schema> {
    const cached = this.byDigest.get(digest);
    if (cached !== undefined) return cached;
    return this.load(await this.schemas.source(digest));
  }

  /**
   * The schemas of several stored texts: those in memory at once, the others many at a time.
   * **Throws** HISTORY_TOO_LARGE, before much more than the limit is in memory.
   */
  async byDigests(digests: readonly string[]): Promise<ReadonlyMap<string, Schema>> {
    const found = new Map<string, Schema>();
    const missing: string[] = [];
    let size = 0;
    const keep = (digest: string, schema: Schema): void => {
      found.set(digest, schema);
      size += schema.canonical.byteLength;
      const limit = this.maxBytesAtOnce;
      if (size > limit) throw new RegistryError('HISTORY_TOO_LARGE', { schemas: found.size, size, limit });
    };
    for (const digest of new Set(digests)) {
      const cached = this.byDigest.get(digest);
      if (cached === undefined) missing.push(digest);
      else keep(digest, cached);
    }
    for (const chunk of chunks(missing)) {
      for (const source of await this.schemas.sources(chunk)) keep(source.digest, this.load(source));
    }
    return found;
  }

  /** A stored schema by its fingerprint; positions are those of one of its texts. */
  async byFingerprint(fingerprint: Fingerprint | string): Promise<Schema> {
    const known = this.digestOf.get(fingerprint);
    if (known !== undefined) return this.byDigestOf(known);
    const source = await this.schemas.sourceOfFingerprint(fingerprint);
    this.digestOf.set(fingerprint, source.digest);
    return this.byDigestOf(source.digest);
  }

  /** Like {@link byFingerprint} for several, many at a time. Those that are not there are left out. */
  async byFingerprints(fingerprints: readonly string[]): Promise<ReadonlyMap<string, Schema>> {
    const distinct = [...new Set(fingerprints)];
    const digests = new Map<string, string>();
    for (const fingerprint of distinct) {
      const known = this.digestOf.get(fingerprint);
      if (known !== undefined) digests.set(fingerprint, known);
    }
    for (const chunk of chunks(distinct.filter((fingerprint) => !digests.has(fingerprint)))) {
      for (const [fingerprint, digest] of await this.schemas.digestsOf(chunk)) {
        this.digestOf.set(fingerprint, digest);
        digests.set(fingerprint, digest);
      }
    }
    const schemas = await this.byDigests([...digests.values()]);
    return new Map([...schemas.values()].map((schema) => [schema.fingerprint, schema]));
  }

  /** **Throws** NOT_PROTOBUF for a text that was not compiled. */
  private load(source: SourceRow): Schema {
    if (source.image.byteLength === 0)
      throw new RegistryError('NOT_PROTOBUF', { ref: source.fingerprint, format: 'another' });
    const schema = loadSchema(source.image, { rootFiles: source.files.map((file) => file.path) });
    this.byDigest.set(source.digest, schema);
    return schema;
  }
}

/** A statement's parameters are limited, and images are not small. */
function* chunks(keys: readonly string[]): Generator<string[]> {
  for (let start = 0; start < keys.length; start += CHUNK) yield keys.slice(start, start + CHUNK);
}

/** Texts with the same digest compile to the same image: the same files and the same imports, in any order. */
function digestOf(files: readonly SourceFile[], imports: readonly SourceFile[]): string {
  const hash = createHash('sha256');
  for (const list of [files, imports]) {
    const sorted = [...list].sort((a, b) => (a.path < b.path ? -1 : 1));
    hash.update(JSON.stringify(sorted.map((file) => [file.path, file.content])));
  }
  return hash.digest('hex');
}

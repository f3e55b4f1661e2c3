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

/** Bytes of descriptors kept ready; the objects made of them take about ten times as much. */
const MAX_CACHED_BYTES = 16 * 1024 * 1024;

/** What a schema takes however small it is, in the same measure: about 60 kB of objects. */
const LEAST_CACHED_BYTES = 6 * 1024;

/** Schemas that one statement reads. */
const CHUNK = 50;

/** Compiles schemas and loads stored ones. What was loaded once is kept in memory: schemas never change. */
export class SchemaStore {
  private readonly byDigest = new Lru<string, Schema>(
    MAX_CACHED_BYTES,
    (schema) => LEAST_CACHED_BYTES + schema.canonical.byteLength,
  );
  private readonly digestOf = new Map<string, string>();

  constructor(
    private readonly compiler: Compiler,
    private readonly schemas: SchemasRepository,
    /** Most bytes of canonical descriptors that one answer may need at once. */
    private readonly maxBytesAtOnce = Infinity,
  ) {}

  /** Compiles. **Throws** SCHEMA_INVALID with diagnostics, and what the compiler throws. */
  async compile(files: readonly SourceFile[], imports: readonly SourceFile[]): Promise<CompiledSchema> {
    const compiled = this.compiled({ files, imports }, await this.compiler.compile(files, imports));
    this.byDigest.set(compiled.source.digest, compiled.schema);
    return compiled;
  }

  /** Compiles many, in the order of the inputs; what fails is the failure in its place. They are not kept in memory. **Throws** SHUTTING_DOWN. */
  async compileMany(inputs: readonly CompileInput[]): Promise<(CompiledSchema | RegistryError)[]> {
    const results = await this.compiler.compileMany(inputs);
    return results.map((result, place) => {
      if (isRegistryError(result)) return result;
      try {
        return this.compiled(inputs[place]!, result);
      } catch (error) {
        if (isRegistryError(error)) return error;
        throw error;
      }
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
    for (const chunk of chunks(distinct.filter((fingerprint) => !this.digestOf.has(fingerprint)))) {
      for (const [fingerprint, digest] of await this.schemas.digestsOf(chunk))
        this.digestOf.set(fingerprint, digest);
    }
    const schemas = await this.byDigests(
      distinct.flatMap((fingerprint) => this.digestOf.get(fingerprint) ?? []),
    );
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

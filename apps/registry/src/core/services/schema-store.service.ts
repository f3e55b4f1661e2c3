import { createHash } from 'node:crypto';
import { RegistryError } from '#libs/errors';
import type { Compiler, SourceFile } from '#libs/compiler';
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

/** Compiles schemas and loads stored ones. What was loaded once is kept in memory: schemas never change. */
export class SchemaStore {
  private readonly byDigest = new Lru<string, Schema>(
    MAX_CACHED_BYTES,
    (schema) => schema.canonical.byteLength,
  );
  private readonly digestOf = new Map<string, string>();

  constructor(
    private readonly compiler: Compiler,
    private readonly schemas: SchemasRepository,
  ) {}

  /** Compiles. **Throws** SCHEMA_INVALID with diagnostics, and what the compiler throws. */
  async compile(files: readonly SourceFile[], imports: readonly SourceFile[]): Promise<CompiledSchema> {
    const result = await this.compiler.compile(files, imports);
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
    this.byDigest.set(digest, schema);
    return { schema, source: { digest, fingerprint: schema.fingerprint, files, image: result.image } };
  }

  /** The schema of a stored text, with its source positions. */
  async byDigestOf(digest: string): Promise<Schema> {
    const cached = this.byDigest.get(digest);
    if (cached !== undefined) return cached;
    const source = await this.schemas.source(digest);
    const schema = loadSchema(source.image, { rootFiles: source.files.map((file) => file.path) });
    this.byDigest.set(digest, schema);
    return schema;
  }

  /** A stored schema by its fingerprint; positions are those of one of its texts. */
  async byFingerprint(fingerprint: Fingerprint | string): Promise<Schema> {
    const known = this.digestOf.get(fingerprint);
    if (known !== undefined) return this.byDigestOf(known);
    const source = await this.schemas.sourceOfFingerprint(fingerprint);
    this.digestOf.set(fingerprint, source.digest);
    return this.byDigestOf(source.digest);
  }
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

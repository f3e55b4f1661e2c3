import { createHash } from 'node:crypto';
import type { SourceFile } from '#libs/compiler';
import type { Schema } from '#libs/descriptors';
import type { ReferenceRequest, References, ResolvedReferences } from './references.service.js';
import type { CompiledSchema, SchemaStore } from './schema-store.service.js';

/** What a version is made of and who makes it why. */
export interface Proposal {
  readonly files: readonly SourceFile[];
  readonly references: readonly ReferenceRequest[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly labels: readonly string[];
  readonly author: string;
  readonly reason: string;
  /** Whether another text of the same schema is another content. Default: it is not. */
  readonly byText?: boolean;
}

/** The proposal, compiled, with its references fixed. */
export interface Prepared extends CompiledSchema, ResolvedReferences {
  /** Digest of fingerprint, references and metadata: the same content has one id in a context. */
  readonly contentKey: string;
}

/** Makes proposals ready to be judged. */
export class Preparation {
  constructor(
    private readonly schemaStore: SchemaStore,
    private readonly references: References,
  ) {}

  /** **Throws** SCHEMA_INVALID, SCHEMA_TOO_LARGE, REFERENCE_NOT_FOUND, REFERENCE_CONFLICT. */
  async prepare(proposal: Proposal): Promise<Prepared> {
    const resolved = await this.references.resolve(proposal.references);
    const compiled = await this.schemaStore.compile(proposal.files, resolved.imports);
    return {
      ...compiled,
      ...resolved,
      contentKey: contentKeyOf(
        compiled.schema,
        resolved,
        proposal.metadata,
        proposal.byText === true ? compiled.source.digest : null,
      ),
    };
  }
}

/** Digest of fingerprint, references and metadata, and of the text where that counts. */
export function contentKeyOf(
  schema: Pick<Schema, 'fingerprint'>,
  resolved: {
    readonly references: readonly {
      readonly name: string;
      readonly subject: string;
      readonly version: number;
    }[];
  },
  metadata: Readonly<Record<string, string>>,
  text: string | null = null,
): string {
  const references = resolved.references.map(({ name, subject, version }) => [name, subject, version]);
  const content = [
    schema.fingerprint,
    references.sort(),
    Object.entries(metadata).sort(),
    ...(text === null ? [] : [text]),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

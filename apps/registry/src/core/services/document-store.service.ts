import { createHash } from 'node:crypto';
import { RegistryError } from '#libs/errors';
import type { Fingerprint, Schema } from '#libs/descriptors';
import {
  DEFAULT_FORMAT_LIMITS,
  formatText,
  parseFormat,
  SCHEMA_FORMATS,
  type FormatSchema,
} from '#libs/schema-formats';
import { ANONYMOUS_FILE } from '../anonymous-file.js';
import type { SourceRow } from '../entities/source.entity.js';
import type { SchemasRepository } from '../repositories/schemas.repository.js';
import { PROTOBUF } from '../schema-format.js';
import { contentKeyOf, type Proposal } from './preparation.service.js';
import type { References, ResolvedReferences } from './references.service.js';

/** A schema that is not Protobuf: one text, whose format says how it is read. */
export interface Document extends Proposal {
  readonly format: string;
  /** Whether what carries no meaning is no difference either. */
  readonly normalize: boolean;
}

/** Whether a proposal is of another format than Protobuf. */
export function isDocument(proposal: Proposal): proposal is Document {
  return 'format' in proposal;
}

/** The format of what is proposed. */
export function formatOf(proposal: Proposal): string {
  return isDocument(proposal) ? proposal.format : PROTOBUF;
}

/** A document that was read, with its references fixed. */
export interface PreparedDocument extends ResolvedReferences {
  readonly parsed: FormatSchema;
  readonly schema: Pick<Schema, 'fingerprint' | 'canonical'>;
  readonly source: SourceRow;
  readonly contentKey: string;
}

/** Where a stored document is. */
export interface StoredDocument {
  readonly subjectId: number;
  readonly version: number;
  readonly format: string;
  readonly sourceDigest: string;
}

/** Reads documents, sent and stored ones. */
export class DocumentStore {
  constructor(
    private readonly schemas: SchemasRepository,
    private readonly references: References,
  ) {}

  /** `strict` as in {@link parse}. **Throws** SCHEMA_INVALID, REFERENCE_NOT_FOUND, REFERENCE_CONFLICT, SCHEMA_TOO_LARGE. */
  async prepare(document: Document, strict: boolean): Promise<PreparedDocument> {
    const resolved = await this.references.resolve(document.references, document.format);
    const parsed = this.parse(document, resolved.imports, strict);
    const { schema } = parsed;
    return { ...resolved, ...parsed, contentKey: contentKeyOf(schema, resolved, document.metadata) };
  }

  /**
   * A document whose references are these texts. `strict`: what is new is to be right in everything; of what was accepted elsewhere
   * or long ago, defaults of Avro need not fit their fields. **Throws** SCHEMA_INVALID, SCHEMA_TOO_LARGE.
   */
  parse(
    { format, files, normalize }: Pick<Document, 'format' | 'files' | 'normalize'>,
    imports: ResolvedReferences['imports'],
    strict: boolean,
  ): Pick<PreparedDocument, 'parsed' | 'schema' | 'source'> {
    const parsed = parse(format, files[0]?.content ?? '', imports, strict);
    const text = normalize ? parsed.normalized : parsed.canonical;
    const canonical = Buffer.from(`${format}\n${text}`);
    const fingerprint = createHash('sha256').update(canonical).digest('hex') as Fingerprint;
    const own = [{ path: ANONYMOUS_FILE, content: text }];
    return {
      parsed,
      schema: { fingerprint, canonical },
      source: { digest: fingerprint, fingerprint, files: own, image: new Uint8Array() },
    };
  }

  /** A stored document. */
  async read(document: StoredDocument): Promise<FormatSchema> {
    const { text, imports } = await this.texts(document);
    return parse(document.format, text, imports, false);
  }

  /** Its text, and those that its references stand for, each before what needs it. */
  async texts({ subjectId, version, format, sourceDigest }: StoredDocument): Promise<{
    readonly text: string;
    readonly imports: ResolvedReferences['imports'];
  }> {
    const { files } = await this.schemas.source(sourceDigest);
    const imports = await this.references.ofVersion(subjectId, version, format);
    return { text: files[0]?.content ?? '', imports };
  }

  /** Its text in one of the forms that its format has. */
  async text(document: StoredDocument, form: string): Promise<string> {
    return formatText(await this.read(document), form);
  }
}

function parse(
  format: string,
  text: string,
  imports: ResolvedReferences['imports'],
  strict: boolean,
): FormatSchema {
  const known = SCHEMA_FORMATS.find((one) => one === format);
  if (known === undefined)
    throw new RegistryError('SCHEMA_INVALID', { problem: `format ${format.slice(0, 80)} is not known` });
  const limit = DEFAULT_FORMAT_LIMITS.maxTextLength;
  if (text.length > limit)
    throw new RegistryError('SCHEMA_TOO_LARGE', {
      what: 'The text',
      size: `${text.length} characters`,
      limit: `${limit}`,
      setting: 'nothing: it is fixed',
    });
  const references = imports.map(({ path, content }) => ({ name: path, text: content }));
  const result = parseFormat(known, text, references, { validateDefaults: strict });
  if (result.ok) return result.schema;
  throw new RegistryError('SCHEMA_INVALID', { problem: result.message, format });
}

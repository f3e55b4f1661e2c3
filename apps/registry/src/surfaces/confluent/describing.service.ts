import { Inject, Injectable } from '@nestjs/common';
import type { Fingerprint } from '#libs/descriptors';
import { guidOf } from '#libs/registry-client';
import { CatalogRepository, type CatalogVersion } from '../../core/repositories/catalog.repository.js';
import { Lru } from '../../core/lru.js';
import { formatSubjectName } from '../../core/subject-name.js';
import type { AssociationJson } from './association-listing.js';
import { fromCoreMetadata, type KeptMetadata } from './keep-metadata.js';
import { one, type Query } from './path.js';
import type { SchemaTags } from './request-body.js';
import { formatOf, SchemaTexts, type Format } from './schema-texts.service.js';

/** How a client wants schemas to be told. */
export interface Telling {
  readonly format: Format;
  /** Whether references name their context even when it is the schema's own. */
  readonly qualified: boolean;
}

/** A version in Confluent's form. Members that are empty are left out when it is answered. */
export interface SchemaJson extends KeptMetadata {
  readonly subject?: string;
  readonly version?: number;
  readonly id?: number;
  readonly guid: string;
  /** None for AVRO. */
  readonly schemaType?: string;
  readonly references: readonly { name: string; subject: string; version: number }[];
  readonly schema: string;
  /** Milliseconds since 1970. */
  readonly ts?: number;
  readonly deleted?: boolean | null;
  /** Subjects that stand for this one, where they are asked for. */
  readonly aliases?: readonly string[];
  /** Topics that have this subject, where they are asked for. */
  readonly associations?: readonly AssociationJson[];
  /** Tags inside the text, where they are asked for. */
  readonly schemaTags?: readonly SchemaTags[];
}

/** What a query says of it. */
export function tellingOf(query: Query): Telling {
  return { format: formatOf(one(query, 'format')), qualified: one(query, 'referenceFormat') === 'qualified' };
}

/** Characters of answers that are kept ready. */
const MAX_CACHED_CHARACTERS = 32 * 1024 * 1024;

/** What a version says for good: its number is never given again. */
type Lasting = Pick<SchemaJson, 'references' | 'schema' | 'guid'>;

/** Puts versions in Confluent's form. */
@Injectable()
export class Describing {
  constructor(
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(SchemaTexts) private readonly texts: SchemaTexts,
  ) {}

  private readonly lasting = new Lru<string, Lasting>(MAX_CACHED_CHARACTERS, ({ schema }) => schema.length);

  /** A version with its schema. */
  async schema(
    version: CatalogVersion,
    telling: Telling,
  ): Promise<SchemaJson & { readonly subject: string }> {
    const { references, schema, guid } = await this.lastingOf(version, telling);
    return {
      subject: formatSubjectName(version),
      version: version.version,
      id: version.schemaId,
      guid,
      ...(version.format === 'AVRO' ? {} : { schemaType: version.format }),
      references,
      ...fromCoreMetadata(version.metadata),
      schema,
      ts: Date.parse(version.createdAt),
      deleted: version.deletedAt === null ? null : true,
    };
  }

  private async lastingOf(version: CatalogVersion, { format, qualified }: Telling): Promise<Lasting> {
    const key = `${version.subjectId}/${version.version}/${format}/${qualified}`;
    const known = this.lasting.get(key);
    if (known !== undefined) return known;
    const references = await this.catalog.references(version.subjectId, version.version);
    const imported = await this.catalog.importedGuid(version.context, version.schemaId);
    const lasting = {
      guid: imported ?? guidOf(version.fingerprint as Fingerprint),
      references: references.map(({ name, context, subject, version: number }) => ({
        name,
        subject: qualified || context !== version.context ? `:${context}:${subject}` : subject,
        version: number,
      })),
      schema: await this.texts.answer(version, format),
    };
    this.lasting.set(key, lasting);
    return lasting;
  }
}

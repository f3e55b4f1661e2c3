import { Inject, Injectable } from '@nestjs/common';
import type { Fingerprint } from '#libs/descriptors';
import { guidOf } from '#libs/registry-client';
import { cacheShares } from '../../core/cache-shares.js';
import type { RegistryConfig } from '../../core/config.js';
import { REGISTRY_CONFIG } from '../../core/core.module.js';
import { groupBy } from '../../core/group-by.js';
import {
  CatalogRepository,
  placeKey,
  type CatalogReference,
  type CatalogVersion,
} from '../../core/repositories/catalog.repository.js';
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

/** Bytes that an entry takes beside its text. */
const OVERHEAD_BYTES = 600;

/** What a version says for good. Its number may be given again to one of other content. */
type Lasting = Pick<SchemaJson, 'references' | 'schema' | 'guid'>;

/** Puts versions in Confluent's form. */
@Injectable()
export class Describing {
  constructor(
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(SchemaTexts) private readonly texts: SchemaTexts,
    @Inject(REGISTRY_CONFIG) { maxCacheBytes }: RegistryConfig,
  ) {
    const { texts: share } = cacheShares(maxCacheBytes);
    this.lasting = new Lru(share, ({ schema }) => OVERHEAD_BYTES + 2 * schema.length);
  }

  private readonly lasting: Lru<string, Lasting>;

  /** A version with its schema. */
  async schema(
    version: CatalogVersion,
    telling: Telling,
  ): Promise<SchemaJson & { readonly subject: string }> {
    return told(version, await this.lastingOf(version, telling));
  }

  /** Several versions, with few statements. They are not kept in memory: who lists reads each once. */
  async schemas(
    versions: readonly CatalogVersion[],
    telling: Telling,
  ): Promise<(SchemaJson & { readonly subject: string })[]> {
    const references = await this.catalog.referencesOf(versions);
    const texts = await this.texts.answers(versions, telling.format);
    const guids = await this.guidsOf(versions);
    return versions.map((version, place) =>
      told(version, {
        guid: guids.get(version) ?? guidOf(version.fingerprint as Fingerprint),
        references: referencesAs(version, references.get(placeKey(version)) ?? [], telling),
        schema: texts[place] ?? '',
      }),
    );
  }

  /** GUIDs that they were imported with. */
  private async guidsOf(versions: readonly CatalogVersion[]): Promise<ReadonlyMap<CatalogVersion, string>> {
    const found = new Map<CatalogVersion, string>();
    for (const [context, own] of groupBy(versions, (version) => version.context)) {
      const guids = await this.catalog.importedGuids(context, [
        ...new Set(own.map(({ schemaId }) => schemaId)),
      ]);
      for (const version of own) {
        const guid = guids.get(version.schemaId);
        if (guid !== undefined) found.set(version, guid);
      }
    }
    return found;
  }

  private async lastingOf(version: CatalogVersion, telling: Telling): Promise<Lasting> {
    const { format, qualified } = telling;
    const { subjectId, version: number, schemaId, sourceDigest } = version;
    const key = `${subjectId}/${number}/${schemaId}/${sourceDigest}/${format}/${qualified}`;
    const known = this.lasting.get(key);
    if (known !== undefined) return known;
    const references = await this.catalog.references(version.subjectId, version.version);
    const imported = await this.catalog.importedGuid(version.context, version.schemaId);
    const lasting = {
      guid: imported ?? guidOf(version.fingerprint as Fingerprint),
      references: referencesAs(version, references, telling),
      schema: await this.texts.answer(version, format),
    };
    this.lasting.set(key, lasting);
    return lasting;
  }
}

function told(
  version: CatalogVersion,
  { references, schema, guid }: Lasting,
): SchemaJson & { readonly subject: string } {
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

/** References name their context where it is another one. */
function referencesAs(
  { context: own }: CatalogVersion,
  references: readonly CatalogReference[],
  { qualified }: Telling,
): SchemaJson['references'] {
  return references.map(({ name, context, subject, version }) => ({
    name,
    subject: qualified || context !== own ? `:${context}:${subject}` : subject,
    version,
  }));
}

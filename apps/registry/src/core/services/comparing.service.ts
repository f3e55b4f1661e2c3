import type { Verdict } from '#libs/compat';
import type { Schema } from '#libs/descriptors';
import type { Database } from '../database/database.js';
import type { CatalogRepository, CatalogVersion, Liveness } from '../repositories/catalog.repository.js';
import type { SubjectsRepository } from '../repositories/subjects.repository.js';
import type { Placement } from '../placement.js';
import { parseSubjectName, type SubjectName } from '../subject-name.js';
import { streamOf, type Judging } from './judging.service.js';
import { logically, type Policies } from './policies.service.js';
import type { Preparation, Proposal } from './preparation.service.js';
import type { SchemaStore } from './schema-store.service.js';
import type { Tables } from './tables.service.js';

/** Compares proposals with what is registered. Changes nothing. */
export class Comparing {
  constructor(
    private readonly database: Database,
    private readonly stores: { readonly subjects: SubjectsRepository; readonly catalog: CatalogRepository },
    private readonly preparation: Preparation,
    private readonly rules: {
      readonly policies: Policies;
      readonly judging: Judging;
      readonly tables: Tables;
    },
    private readonly schemaStore: SchemaStore,
  ) {}

  /** The subject's version that has the proposal's content, or null. **Throws** what compiling throws. */
  async find(subjectName: string, proposal: Proposal, liveness: Liveness): Promise<CatalogVersion | null> {
    const subject = await this.stores.subjects.find(parseSubjectName(subjectName));
    if (subject === null) return null;
    const { contentKey } = await this.preparation.prepare(proposal);
    return this.stores.catalog.versionOfContent(subject.id, contentKey, liveness);
  }

  /** The subject's newest version of the proposal's schema, whatever its references and metadata; null when there is none. */
  async findSchema(
    subject: SubjectName,
    proposal: Proposal,
    liveness: Liveness,
  ): Promise<CatalogVersion | null> {
    const { schema, source } = await this.preparation.prepare(proposal);
    const versions = await this.stores.catalog.versionsOf(subject, liveness);
    return (
      versions.findLast(
        ({ fingerprint, sourceDigest }) =>
          fingerprint === schema.fingerprint && (proposal.byText !== true || sourceDigest === source.digest),
      ) ?? null
    );
  }

  /** The verdict on a proposal against one live version, or by what the level demands when it is null; in its stream of versions, where a
   * metadata property divides them. What is compared with the newest version is compared with its tables. **Throws** SCHEMA_INVALID and the like. */
  async judge(
    subjectName: string,
    proposal: Proposal,
    only: number | null,
    { streamProperty, logical = false }: Pick<Placement, 'streamProperty' | 'logical'>,
  ): Promise<Verdict> {
    const name = parseSubjectName(subjectName);
    const { schema } = await this.preparation.prepare(proposal);
    const subject = await this.stores.subjects.find(name);
    const settings = await this.rules.policies.effective(name);
    const config = logical ? logically(settings) : settings;
    const stream = streamOf(streamProperty, proposal.metadata);
    const { judging, tables } = this.rules;
    const verdict = await judging.judge(this.database.reads, subject, schema, config.policy, {
      only,
      stream,
    });
    const next = subject?.nextVersion ?? 1;
    if (config.targets.length === 0 || subject === null || (only !== null && only !== next - 1))
      return verdict;
    const advances = await tables.advance(undefined, subject, schema, next, config.tables);
    return judging.withTables(verdict, schema, advances, config);
  }

  /** The proposal's schema, of whatever subject. **Throws** SCHEMA_INVALID and the like. */
  async compile(proposal: Proposal): Promise<Schema> {
    return (await this.preparation.prepare(proposal)).schema;
  }

  /** A registered text's schema. */
  stored(sourceDigest: string): Promise<Schema> {
    return this.schemaStore.byDigestOf(sourceDigest);
  }

  /** A registered text's schema and the proposal's, to be compared by other rules. **Throws** SCHEMA_INVALID and the like. */
  async schemas(proposal: Proposal, sourceDigest: string): Promise<{ before: Schema; after: Schema }> {
    const { schema } = await this.preparation.prepare(proposal);
    return { before: await this.schemaStore.byDigestOf(sourceDigest), after: schema };
  }
}

import { createHash } from 'node:crypto';
import { RegistryError } from '#libs/errors';
import { judge, recordLives, type HistoryEntry, type Policy, type Verdict } from '#libs/compat';
import type { SourceFile } from '#libs/compiler';
import type { Fingerprint, Schema } from '#libs/descriptors';
import type { registry } from '#libs/gen';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import type { SubjectRow } from '../entities/subject.entity.js';
import type { VersionRow } from '../entities/version.entity.js';
import type { SchemasRepository } from '../repositories/schemas.repository.js';
import type { SubjectsRepository } from '../repositories/subjects.repository.js';
import type { TablesRepository } from '../repositories/tables.repository.js';
import type { VersionsRepository } from '../repositories/versions.repository.js';
import type { NewChange } from '../repositories/changes.repository.js';
import type { RequestContext } from '../request-context.js';
import { formatSubjectName, parseSubjectName, type SubjectName } from '../subject-name.js';
import type { Changes } from './changes.service.js';
import type { EffectiveConfig, Policies } from './policies.service.js';
import type { ReferenceRequest, References, ResolvedReferences } from './references.service.js';
import type { CompiledSchema, SchemaStore } from './schema-store.service.js';
import { plansOf, type Tables } from './tables.service.js';

/** What a version is made of and who makes it why. */
export interface Proposal {
  readonly files: readonly SourceFile[];
  readonly references: readonly ReferenceRequest[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly labels: readonly string[];
  readonly author: string;
  readonly reason: string;
}

/** What came of a publication. */
export interface Published {
  readonly subject: SubjectRow;
  readonly version: VersionRow;
  /** False when the content was there already. */
  readonly created: boolean;
  readonly verdict: Verdict;
  readonly plans: readonly registry.TablePlanJson[];
}

/** What a publication would come to. */
export interface Checked {
  readonly verdict: Verdict;
  readonly fingerprint: Fingerprint;
  /** The live version that has the content already; null when none has. */
  readonly existing: VersionRow | null;
  readonly plans: readonly registry.TablePlanJson[];
}

/** The proposal, compiled, with its references fixed. */
interface Prepared extends CompiledSchema, ResolvedReferences {
  readonly contentKey: string;
}

/** A verdict needs the subject's history, which lies in these. */
interface Stores {
  readonly subjects: SubjectsRepository;
  readonly versions: VersionsRepository;
  readonly schemas: SchemasRepository;
  readonly tables: TablesRepository;
}

/** Checks proposals and makes versions of them. */
export class Publishing {
  constructor(
    private readonly database: Database,
    private readonly stores: Stores,
    private readonly schemaStore: SchemaStore,
    private readonly references: References,
    private readonly rules: { readonly policies: Policies; readonly tables: Tables },
    private readonly changes: Changes,
  ) {}

  /** The verdict and plans that publishing would come to. Stores nothing. **Throws** like {@link publish}, but never refuses. */
  async check(_context: RequestContext, subjectName: string, proposal: Proposal): Promise<Checked> {
    const name = parseSubjectName(subjectName);
    const prepared = await this.prepare(proposal);
    const subject = await this.stores.subjects.find(name);
    const config = await this.rules.policies.effective(name);
    const reads = this.database.reads;
    const existing =
      subject === null ? null : await this.stores.versions.byContent(subject.id, prepared.contentKey, reads);
    const verdict = await this.judge(reads, subject, prepared.schema, config.policy);
    const next = existing?.version ?? subject?.nextVersion ?? 1;
    const advances =
      existing === null
        ? await this.rules.tables.advance(
            undefined,
            { ...name, id: subject?.id ?? null },
            prepared.schema,
            next,
            config.tables,
          )
        : [];
    return {
      verdict,
      fingerprint: prepared.schema.fingerprint,
      existing,
      plans: plansOf(advances, config.dialects),
    };
  }

  /**
   * Makes the proposal the subject's next version, or answers the live version that has the same content already.
   * **Throws** SCHEMA_INVALID, SCHEMA_INCOMPATIBLE with the verdict, REFERENCE_*, SCHEMA_TOO_LARGE; nothing is stored then.
   */
  async publish(context: RequestContext, subjectName: string, proposal: Proposal): Promise<Published> {
    const name = parseSubjectName(subjectName);
    const prepared = await this.prepare(proposal);
    const published = await this.database.write((manager) =>
      this.store(context, manager, name, prepared, proposal),
    );
    this.changes.wake();
    return published;
  }

  private async prepare(proposal: Proposal): Promise<Prepared> {
    const resolved = await this.references.resolve(proposal.references);
    const compiled = await this.schemaStore.compile(proposal.files, resolved.imports);
    return {
      ...compiled,
      ...resolved,
      contentKey: contentKeyOf(compiled.schema, resolved, proposal.metadata),
    };
  }

  private async store(
    context: RequestContext,
    manager: EntityManager,
    name: SubjectName,
    prepared: Prepared,
    proposal: Proposal,
  ): Promise<Published> {
    const at = new Date().toISOString();
    const subject = await this.stores.subjects.lock(manager, name, at);
    const config = await this.rules.policies.effective(name, manager);
    const existing = await this.stores.versions.byContent(subject.id, prepared.contentKey, manager);
    if (existing !== null) return this.relabel(context, manager, subject, existing, proposal.labels, at);
    const verdict = await this.judge(manager, subject, prepared.schema, config.policy);
    if (verdict.verdict === 'incompatible') throw refusal(formatSubjectName(name), verdict);
    const row = await this.insert(context, manager, { name, subject, prepared, proposal, verdict, at });
    const plans = await this.settle(manager, { name, subject, row, schema: prepared.schema, config });
    await this.moveLabels(manager, subject, row.version, proposal.labels);
    const details = { author: row.author, reason: row.reason };
    const change: NewChange = {
      kind: 'version.created',
      subject: formatSubjectName(name),
      version: row.version,
      fingerprint: row.fingerprint,
      details,
    };
    await this.changes.append(manager, [change, ...labelChanges(change, proposal.labels)], at);
    return { subject, version: row, created: true, verdict, plans };
  }

  private async insert(
    context: RequestContext,
    manager: EntityManager,
    input: {
      name: SubjectName;
      subject: SubjectRow;
      prepared: Prepared;
      proposal: Proposal;
      verdict: Verdict;
      at: string;
    },
  ): Promise<VersionRow> {
    const { schema, source, contentKey, references } = input.prepared;
    await this.stores.schemas.store(manager, schema, source, input.at);
    const schemaId = await this.stores.schemas.takeId(
      manager,
      input.name.context,
      contentKey,
      schema.fingerprint,
    );
    const version = await this.stores.subjects.takeVersion(manager, input.subject);
    const row: VersionRow = {
      subjectId: input.subject.id,
      version,
      schemaId,
      fingerprint: schema.fingerprint,
      sourceDigest: source.digest,
      contentKey,
      metadata: input.proposal.metadata,
      author: input.proposal.author || context.actor,
      reason: input.proposal.reason,
      verdict: input.verdict,
      state: 'ACTIVE',
      createdAt: input.at,
      deletedAt: null,
    };
    const targets = references.map((reference) => ({
      subjectId: row.subjectId,
      version,
      name: reference.name,
      targetSubjectId: reference.targetSubjectId,
      targetVersion: reference.version,
    }));
    await this.stores.versions.insert(manager, row, targets);
    return row;
  }

  /** What a version leaves behind for good: the lives of its numbers and its tables' ledgers. */
  private async settle(
    manager: EntityManager,
    input: {
      name: SubjectName;
      subject: SubjectRow;
      row: VersionRow;
      schema: Schema;
      config: EffectiveConfig;
    },
  ): Promise<readonly registry.TablePlanJson[]> {
    const { name, subject, row, schema, config } = input;
    const before = await this.stores.tables.lives(subject.id, manager);
    await this.stores.tables.storeLives(
      manager,
      subject.id,
      before,
      recordLives(before, schema, row.version),
    );
    const advances = await this.rules.tables.advance(
      manager,
      { ...name, id: subject.id },
      schema,
      row.version,
      config.tables,
    );
    await this.rules.tables.store(manager, subject.id, row.fingerprint, row.version, advances);
    return plansOf(advances, config.dialects);
  }

  private async relabel(
    _context: RequestContext,
    manager: EntityManager,
    subject: SubjectRow,
    version: VersionRow,
    labels: readonly string[],
    at: string,
  ): Promise<Published> {
    await this.moveLabels(manager, subject, version.version, labels);
    const change: NewChange = {
      kind: 'label.moved',
      subject: formatSubjectName(subject),
      version: version.version,
      fingerprint: version.fingerprint,
      details: {},
    };
    if (labels.length > 0) await this.changes.append(manager, labelChanges(change, labels), at);
    return { subject, version, created: false, verdict: version.verdict, plans: [] };
  }

  private async moveLabels(
    manager: EntityManager,
    subject: SubjectRow,
    version: number,
    labels: readonly string[],
  ): Promise<void> {
    for (const name of new Set(labels))
      await this.stores.versions.setLabel(manager, { subjectId: subject.id, name, version });
  }

  private async judge(
    manager: EntityManager,
    subject: SubjectRow | null,
    proposed: Schema,
    policy: Policy,
  ): Promise<Verdict> {
    const rows =
      subject === null ? [] : await this.stores.versions.list(subject.id, { deleted: false }, manager);
    const history = await this.history(rows, policy);
    const lives =
      subject === null || policy.level === 'NONE' ? [] : await this.stores.tables.lives(subject.id, manager);
    const schemas = new Map<string, Schema>();
    for (const { fingerprint } of lives) {
      if (!schemas.has(fingerprint))
        schemas.set(fingerprint, await this.schemaStore.byFingerprint(fingerprint));
    }
    const schemaOf = (fingerprint: Fingerprint): Schema => {
      const schema = schemas.get(fingerprint);
      if (schema === undefined) throw new RegistryError('SCHEMA_NOT_FOUND', { ref: fingerprint });
      return schema;
    };
    return judge({
      proposed,
      history,
      lives,
      schemaOf,
      policy,
      today: new Date().toISOString().slice(0, 10),
    });
  }

  /** Only the versions that the level compares are loaded: one, or all of them when it is transitive. */
  private async history(rows: readonly VersionRow[], policy: Policy): Promise<HistoryEntry[]> {
    const published = rows.filter((row) => row.state !== 'DRAFT');
    const wanted =
      policy.level === 'NONE' ? [] : policy.level.endsWith('_TRANSITIVE') ? published : published.slice(-1);
    const history: HistoryEntry[] = [];
    for (const row of wanted)
      history.push({ version: row.version, schema: await this.schemaStore.byDigestOf(row.sourceDigest) });
    return history;
  }
}

function contentKeyOf(
  schema: Schema,
  resolved: ResolvedReferences,
  metadata: Readonly<Record<string, string>>,
): string {
  const references = resolved.references.map(({ name, subject, version }) => [name, subject, version]);
  const content = [schema.fingerprint, references.sort(), Object.entries(metadata).sort()];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function refusal(subject: string, verdict: Verdict): RegistryError {
  const refused = verdict.findings.filter((finding) => finding.refused);
  const first = refused[0];
  const more = refused.length > 1 ? ` (and ${refused.length - 1} more)` : '';
  const problem = first === undefined ? 'see the verdict.' : `${first.message}${more}`;
  return new RegistryError(
    'SCHEMA_INCOMPATIBLE',
    { subject, level: verdict.level, problem },
    { details: { verdict } },
  );
}

function labelChanges(change: NewChange, labels: readonly string[]): NewChange[] {
  return [...new Set(labels)].map((label) => ({ ...change, kind: 'label.moved', details: { label } }));
}

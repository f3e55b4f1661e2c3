import { isRegistryError, RegistryError } from '#libs/errors';
import type { SourceFile } from '#libs/compiler';
import type { Fingerprint } from '#libs/descriptors';
import type { registry } from '#libs/gen';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import type { ImportRepository } from '../repositories/import.repository.js';
import type { NewChange, Stores } from '../repositories/stores.js';
import type { RequestContext } from '../request-context.js';
import { parseSubjectName } from '../subject-name.js';
import type { Changes } from './changes.service.js';
import type { DocumentStore } from './document-store.service.js';
import { EXPORT_FORMAT } from './exporting.service.js';
import { filesOf, ImportSources } from './import-sources.service.js';
import type { Imported, ImportedSchema, ImportScope, ImportVersion } from './import-version.service.js';
import type { Policies, ConfigScope } from './policies.service.js';
import type { SchemaStore } from './schema-store.service.js';
import type { SurfaceSettings } from './surface-settings.service.js';
import type { Tables } from './tables.service.js';

/** What is there to compile and store with. */
export interface ImportParts {
  readonly policies: Policies;
  readonly settings: SurfaceSettings;
  readonly tables: Tables;
  readonly schemaStore: SchemaStore;
  readonly documents: DocumentStore;
  readonly version: ImportVersion;
}

const PROTOBUF = 'PROTOBUF';

type Outcome = registry.ImportOutcomeJson;
type Result = Imported | RegistryError;

/** Takes in what another registry had, with its numbers. */
export class Importing {
  constructor(
    private readonly database: Database,
    private readonly repository: ImportRepository,
    private readonly stores: Stores,
    private readonly parts: ImportParts,
    private readonly changes: Changes,
  ) {}

  /**
   * Takes records in their order and answers what came of each: one that is refused or in the way of what is here is not stored and
   * holds up no other; those that are there already change nothing. The versions are one transaction. A dry run stores nothing.
   */
  async take(
    context: RequestContext,
    records: readonly registry.MoveRecordJson[],
    options: { readonly dryRun: boolean },
  ): Promise<Outcome[]> {
    const results: Result[] = [];
    const versions: { index: number; record: registry.MoveVersionJson }[] = [];
    for (const [index, record] of records.entries()) {
      if (record.version !== undefined) versions.push({ index, record: record.version });
      else results[index] = await asResult(() => this.takeFact(context, record, options.dryRun));
    }
    const stored = await this.takeVersions(
      context,
      versions.map(({ record }) => record),
      options.dryRun,
    );
    versions.forEach(({ index }, place) => {
      results[index] = stored[place]!;
    });
    return results.flatMap((result, index) =>
      records[index]?.version?.assumed === true ? [] : [outcomeOf(index, result)],
    );
  }

  private async takeVersions(
    context: RequestContext,
    records: readonly registry.MoveVersionJson[],
    dryRun: boolean,
  ): Promise<Result[]> {
    if (records.length === 0) return [];
    const compiled = await this.compile(records);
    const stored = await this.commit(dryRun, async (manager) => {
      const at = new Date().toISOString();
      const taken = await this.parts.tables.names(manager);
      const scope: ImportScope = { manager, at, actor: context.actor, taken };
      const results: Result[] = [];
      for (const [place, record] of records.entries()) {
        const schema = compiled[place]!;
        results.push(
          isRegistryError(schema)
            ? schema
            : await asResult(() => this.parts.version.store(scope, record, schema)),
        );
      }
      const changes = results.flatMap((result) => (isRegistryError(result) ? [] : (result.change ?? [])));
      await this.changes.append(manager, changes satisfies NewChange[], at);
      return results;
    });
    if (!dryRun) this.changes.wake();
    return stored;
  }

  /** Compiles all of them together; documents are read by themselves. */
  private async compile(
    records: readonly registry.MoveVersionJson[],
  ): Promise<(ImportedSchema | RegistryError)[]> {
    const sources = new ImportSources(this.stores, records);
    const results: (ImportedSchema | RegistryError)[] = [];
    const inputs = [];
    for (const [place, record] of records.entries()) {
      const format = record.schemaType || PROTOBUF;
      try {
        const [files, imports] = [filesOf(record), await sources.imports(record)];
        if (format !== PROTOBUF) results[place] = this.document(format, files, imports);
        else {
          const known = await this.known(record, this.parts.schemaStore.digest({ files, imports }));
          if (known === null) inputs.push({ place, files, imports });
          else results[place] = known;
        }
      } catch (error) {
        results[place] = asFailure(error);
      }
    }
    const compiled = await this.parts.schemaStore.compileMany(inputs);
    inputs.forEach(({ place }, index) => {
      const result = compiled[index]!;
      results[place] = isRegistryError(result)
        ? result
        : { ...result, format: PROTOBUF, proto: result.schema };
    });
    return results;
  }

  /** The schema of a version that is there of the same texts: it need not be compiled to be found equal. */
  private async known(
    { subject: name = '', version = 0 }: registry.MoveVersionJson,
    digest: string,
  ): Promise<ImportedSchema | null> {
    const subject = await this.stores.subjects.find(parseSubjectName(name));
    const row = subject === null ? null : await this.stores.versions.find(subject.id, version);
    if (row === null || row.sourceDigest !== digest) return null;
    const schema = { fingerprint: row.fingerprint as Fingerprint, canonical: null };
    return { format: PROTOBUF, schema, source: { digest }, proto: null };
  }

  private document(
    format: string,
    files: readonly SourceFile[],
    imports: readonly SourceFile[],
  ): ImportedSchema {
    const { schema, source } = this.parts.documents.parse({ format, files, normalize: false }, imports);
    return { format, schema, source, proto: null };
  }

  private async takeFact(
    context: RequestContext,
    record: registry.MoveRecordJson,
    dryRun: boolean,
  ): Promise<Imported> {
    if (record.header !== undefined) return takeHeader(record.header);
    if (record.context !== undefined) return this.takeContext(record.context, dryRun);
    if (record.subject !== undefined) return this.takeSubject(record.subject, dryRun);
    if (record.config !== undefined) return this.takeConfig(context, record.config, dryRun);
    if (record.settings !== undefined) return this.takeSettings(record.settings, dryRun);
    if (record.end !== undefined) return { outcome: 'present' };
    throw new RegistryError('BAD_REQUEST', { problem: 'The record has none of the members that are known.' });
  }

  private takeContext(
    { name = '', nextId = 1 }: registry.MoveContextJson,
    dryRun: boolean,
  ): Promise<Imported> {
    parseSubjectName(`:${name}:x`);
    return this.commit(dryRun, async (manager) => {
      await this.repository.raiseContext(manager, name, nextId);
      return { outcome: 'present' };
    });
  }

  private takeSubject(record: registry.MoveSubjectJson, dryRun: boolean): Promise<Imported> {
    const { name = '', nextVersion = 0, createdAt = '', tables = {} } = record;
    const parsed = parseSubjectName(name);
    return this.commit(dryRun, async (manager) => {
      const at = createdAt === '' ? new Date().toISOString() : createdAt;
      const known = await this.stores.subjects.find(parsed, manager);
      const subject = await this.stores.subjects.lock(manager, parsed, at);
      for (const [message, table] of Object.entries(tables))
        await this.repository.reserveTable(manager, subject.id, message, table);
      await this.repository.raiseSubject(manager, subject.id, nextVersion);
      return { outcome: known === null ? 'created' : 'present' };
    });
  }

  private async takeConfig(
    context: RequestContext,
    { scope = '', config = {} }: registry.MoveConfigJson,
    dryRun: boolean,
  ): Promise<Imported> {
    const place = scopeOf(scope);
    const before = (await this.parts.policies.get(place)) ?? {};
    const added = addedTo(before as Record<string, unknown>, config as Record<string, unknown>, scope);
    if (Object.keys(added).length === 0) return { outcome: 'present' };
    if (!dryRun) await this.parts.policies.set(context, place, { ...before, ...added });
    return { outcome: 'created' };
  }

  private async takeSettings(
    { surface = '', scope = '', settings = {} }: registry.MoveSettingsJson,
    dryRun: boolean,
  ): Promise<Imported> {
    this.parts.settings.check(surface, scope, settings);
    const before = (await this.parts.settings.get(surface, [scope])).get(scope) ?? {};
    const added = addedTo(before, settings, scope);
    if (Object.keys(added).length === 0) return { outcome: 'present' };
    if (!dryRun) await this.parts.settings.change(surface, scope, (now) => ({ ...added, ...now }));
    return { outcome: 'created' };
  }

  /** One transaction, which a dry run takes back. */
  private async commit<T>(dryRun: boolean, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    if (!dryRun) return this.database.write(work);
    const done: { result: T }[] = [];
    try {
      await this.database.write(async (manager) => {
        done.push({ result: await work(manager) });
        throw new TakenBack();
      });
    } catch (error) {
      if (!(error instanceof TakenBack)) throw error;
    }
    return done.at(-1)!.result;
  }
}

/** Ends the transaction of a dry run. */
class TakenBack extends Error {}

function takeHeader({ format = 0 }: registry.MoveHeaderJson): Imported {
  if (format === EXPORT_FORMAT) return { outcome: 'present' };
  const problem = `The format ${format} is not known; this registry takes ${EXPORT_FORMAT}.`;
  throw new RegistryError('BAD_REQUEST', { problem });
}

/** Members that are not there yet. **Throws** PLACE_TAKEN for one that is there with another value. */
function addedTo(
  before: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
  scope: string,
): Record<string, unknown> {
  const other = Object.keys(wanted).find(
    (name) => Object.hasOwn(before, name) && JSON.stringify(before[name]) !== JSON.stringify(wanted[name]),
  );
  if (other !== undefined) {
    const value = JSON.stringify(wanted[other]);
    const problem = `it is ${JSON.stringify(before[other])} here.`;
    throw new RegistryError('PLACE_TAKEN', {
      subject: scope || 'all',
      what: `setting ${other}`,
      value,
      problem,
    });
  }
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => !Object.hasOwn(before, name)));
}

function scopeOf(scope: string): ConfigScope {
  const context = /^:(\.[^:]*):$/u.exec(scope)?.[1];
  if (scope === '') return { kind: 'global' };
  if (context !== undefined) return { kind: 'context', context };
  return { kind: 'subject', subject: parseSubjectName(scope) };
}

async function asResult(work: () => Promise<Imported>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    return asFailure(error);
  }
}

/** A failure that is about the record; **throws** one that is about the registry. */
function asFailure(error: unknown): RegistryError {
  if (isRegistryError(error) && error.row.http < FIRST_SERVER_STATUS) return error;
  throw error;
}

const FIRST_SERVER_STATUS = 500;

function outcomeOf(index: number, result: Result): Outcome {
  if (!isRegistryError(result)) {
    const { outcome, note } = result;
    return { index, outcome, ...(note === undefined ? {} : { note }) };
  }
  const outcome = result.code === 'PLACE_TAKEN' ? 'clash' : 'refused';
  return { index, outcome, code: result.code, problem: result.message };
}

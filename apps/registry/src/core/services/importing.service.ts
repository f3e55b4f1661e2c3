import { setImmediate as turn } from 'node:timers/promises';
import { isRegistryError, RegistryError } from '#libs/errors';
import type { SourceFile } from '#libs/compiler';
import type { registry } from '#libs/gen';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database/database.js';
import { checkLabelName } from '../label-name.js';
import type { ImportRepository, KnownText } from '../repositories/import.repository.js';
import type { NewChange, Stores } from '../repositories/stores.js';
import type { RequestContext } from '../request-context.js';
import { formatSubjectName, parseSubjectName } from '../subject-name.js';
import type { Changes } from './changes.service.js';
import type { DocumentStore } from './document-store.service.js';
import { EXPORT_FORMAT } from './exporting.service.js';
import { ImportFacts, type ImportedSchema, type ReadyVersion } from './import-facts.js';
import { filesOf, ImportSources, keyOf } from './import-sources.service.js';
import type { Policies, ConfigScope } from './policies.service.js';
import type { SchemaStore } from './schema-store.service.js';
import { contentKeyOf } from './preparation.service.js';
import type { SurfaceSettings } from './surface-settings.service.js';
import { takeVersion, type Imported } from './take-version.js';

/** What is there to compile and store with. */
export interface ImportParts {
  readonly policies: Policies;
  readonly settings: SurfaceSettings;
  readonly schemaStore: SchemaStore;
  readonly documents: DocumentStore;
}

const PROTOBUF = 'PROTOBUF';
/** Versions that one process compiles, while those before them are stored. */
const COMPILED_AT_ONCE = 250;
/** Versions that are objects at a time, and are written together. */
const STORED_AT_ONCE = 100;

type Outcome = registry.ImportOutcomeJson;
type Result = Imported | RegistryError;
/** Makes a schema an object, or fails as it did. */
type Maker = () => ImportedSchema;

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
    const parts = chunksOf(records, COMPILED_AT_ONCE);
    const compiling = await this.compiling(records, parts);
    await compiling(0);
    const stored = await this.commit(dryRun, async (manager) => {
      const at = new Date().toISOString();
      const results: Result[] = [];
      for (const [place, part] of parts.entries()) {
        const makers = await compiling(place);
        for (let start = 0; start < part.length; start += STORED_AT_ONCE) {
          const end = start + STORED_AT_ONCE;
          const ready = readyOf(part.slice(start, end), makers.slice(start, end));
          results.push(...(await this.store(manager, ready, at, context.actor)));
          // Others are answered between.
          await turn();
        }
      }
      const changes = results.flatMap((result) => (isRegistryError(result) ? [] : (result.change ?? [])));
      await this.changes.append(manager, changes satisfies NewChange[], at);
      return results;
    });
    if (!dryRun) this.changes.wake();
    return stored;
  }

  /** Takes what is ready one after the other, and writes what came of it together. */
  private async store(
    manager: EntityManager,
    ready: readonly (ReadyVersion | RegistryError)[],
    at: string,
    actor: string,
  ): Promise<Result[]> {
    const { stores, repository, parts, database } = this;
    const versions = ready.flatMap((one) => (isRegistryError(one) ? [] : [one]));
    const facts = await ImportFacts.read(
      manager,
      versions,
      { repository, stores, policies: parts.policies },
      at,
    );
    const results = ready.map((one) =>
      isRegistryError(one) ? one : valueOf(() => takeVersion({ facts, at, actor }, one)),
    );
    await facts.rows.write(database, stores, manager);
    return results;
  }

  /** Compiles parts of records ahead: while one is stored the next is compiled. Each is compiled once, however often it is asked for. */
  private async compiling(
    records: readonly registry.MoveVersionJson[],
    parts: readonly (readonly registry.MoveVersionJson[])[],
  ): Promise<(place: number) => Promise<readonly Maker[]>> {
    const sources = new ImportSources(this.stores, records);
    const known = await this.known(records);
    const started = new Map<number, Promise<readonly Maker[]>>();
    const start = (place: number): void => {
      const part = parts[place];
      if (part === undefined || started.has(place)) return;
      const compiled = this.compile(part, sources, known);
      // Whoever waits for it is told; nobody may be left to wait.
      compiled.catch(() => undefined);
      started.set(place, compiled);
    };
    return (place) => {
      start(place);
      const wanted = started.get(place) ?? Promise.resolve([]);
      return wanted.then((makers) => {
        start(place + 1);
        return makers;
      });
    };
  }

  /** Compiles all of them together; documents are read by themselves. */
  private async compile(
    records: readonly registry.MoveVersionJson[],
    sources: ImportSources,
    known: ReadonlyMap<string, KnownText>,
  ): Promise<Maker[]> {
    const makers: Maker[] = [];
    const inputs = [];
    for (const [place, record] of records.entries()) {
      const format = record.schemaType || PROTOBUF;
      try {
        const [files, imports] = [filesOf(record), await sources.imports(record)];
        const there = known.get(keyOf(record));
        if (format !== PROTOBUF) makers[place] = () => this.document(format, files, imports);
        else if (there?.sourceDigest === this.parts.schemaStore.digest({ files, imports }))
          makers[place] = () => thereAs(there);
        else inputs.push({ place, files, imports });
      } catch (error) {
        const failure = asFailure(error);
        makers[place] = () => {
          throw failure;
        };
      }
    }
    const compiled = await this.parts.schemaStore.compileMany(inputs);
    inputs.forEach(({ place }, index) => {
      makers[place] = () => {
        const made = compiled[index]!();
        return { ...made, format: PROTOBUF, proto: made.schema };
      };
    });
    return makers;
  }

  /** Texts of the versions that are there: what was made of the same need not be compiled to be found equal. */
  private async known(records: readonly registry.MoveVersionJson[]): Promise<ReadonlyMap<string, KnownText>> {
    const places = records.flatMap(({ subject = '', version = 0 }) => {
      const name = valueOf(() => parseSubjectName(subject));
      return isRegistryError(name) ? [] : [{ ...name, version }];
    });
    const texts = await this.repository.texts(places);
    return new Map(
      texts.map((text) => [keyOf({ subject: formatSubjectName(text), version: text.version }), text]),
    );
  }

  private document(
    format: string,
    files: readonly SourceFile[],
    imports: readonly SourceFile[],
  ): ImportedSchema {
    const document = { format, files, normalize: false };
    const { schema, source } = this.parts.documents.parse(document, imports, false);
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

/** The schema of a version that is there of the same texts. */
function thereAs({ fingerprint, sourceDigest }: KnownText): ImportedSchema {
  const schema = { fingerprint, canonical: null };
  return { format: PROTOBUF, schema, source: { digest: sourceDigest }, proto: null };
}

/** Records that may be stored, with their schemas as objects. */
function readyOf(
  records: readonly registry.MoveVersionJson[],
  makers: readonly Maker[],
): (ReadyVersion | RegistryError)[] {
  return records.map((record, place) =>
    valueOf(() => {
      const name = parseSubjectName(record.subject ?? '');
      for (const label of record.labels ?? []) checkLabelName(label);
      const references = (record.references ?? []).map(({ name: path = '', subject = '', version = 0 }) => {
        const target = parseSubjectName(subject);
        return { name: path, subject: formatSubjectName(target), target, version };
      });
      const compiled = makers[place]!();
      const key = contentKeyOf(compiled.schema, { references }, record.metadata ?? {});
      return { record, name, compiled, references, key };
    }),
  );
}

/** What comes of work; a failure that is about the record is its value. */
function valueOf<T>(work: () => T): T | RegistryError {
  try {
    return work();
  } catch (error) {
    return asFailure(error);
  }
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, place) => items.slice(place * size, (place + 1) * size));
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

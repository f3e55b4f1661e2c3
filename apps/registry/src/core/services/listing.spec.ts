import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '#libs/testing';
import { Database } from '../database/database.js';
import { insertRows } from '../database/insert-rows.js';
import { CatalogRepository, placeKey } from '../repositories/catalog.repository.js';
import { SubjectsRepository } from '../repositories/subjects.repository.js';
import type { SubjectName } from '../subject-name.js';
import { Listing } from './listing.service.js';
import { enginesOf } from '../../testing/on-engines.js';

const AT = '2026-01-01T00:00:00.000Z';
const FINGERPRINT = 'f'.repeat(64);
/** Names whose order by bytes is no language's, and more than one statement reads. */
const ODD = ['B', 'a', 'a-b', 'aB', 'ä', '\u{ffff}', '\u{1f600}', 'a%', 'a_'];
const NAMES = [...ODD, ...Array.from({ length: 1_100 }, (_, at) => `many-${at}`)];
/** Names of each context. */
const NAMES_OF: Readonly<Record<string, readonly string[]>> = { '.': NAMES, '.eu': ODD };

describe.each(enginesOf(await startPostgres(), 'lists'))('lists on %s', (_engine, databaseUrl) => {
  let folder: string;
  let database: Database;
  let catalog: CatalogRepository;
  let listing: Listing;
  const all = { context: null, prefix: '', liveness: 'live', offset: 0, limit: null } as const;
  const subjectsOf = (options: Partial<Parameters<Listing['subjects']>[0]>): Promise<SubjectName[]> =>
    flat(listing.subjects({ ...all, ...options }));
  const versionsOf = async (options: Partial<Parameters<Listing['versions']>[0]>): Promise<string[]> => {
    const found = await flat(listing.versions({ ...all, latestOnly: false, ...options }));
    return found.map(({ context, name, version }) => `${context}/${name}/${version}`);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'listing-'));
    database = await Database.open(
      databaseUrl === ''
        ? { kind: 'sqlite', path: join(folder, 'registry.db') }
        : { kind: 'postgres', url: databaseUrl, poolSize: 2 },
    );
    catalog = new CatalogRepository(database);
    listing = new Listing(catalog);
    await fill(database);
  }, 30_000);
  afterAll(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('have every subject once, by the bytes of its name', async () => {
    const found = await subjectsOf({});
    expect(found).toEqual(
      Object.entries(NAMES_OF).flatMap(([context, names]) =>
        inOrder(names).map((name) => ({ context, name })),
      ),
    );
    expect(await subjectsOf({ context: '.eu' })).toEqual(found.slice(NAMES.length));
    expect(await subjectsOf({ offset: 50, limit: 1_065 })).toEqual(found.slice(50, 1_115));
    expect(await subjectsOf({ limit: 0 })).toEqual([]);
  });

  it('have those that begin with a text', async () => {
    for (const prefix of ['a', 'many-1', 'ä', '\u{ffff}', 'a%', 'zz', 'A']) {
      const names = inOrder(NAMES).filter((name) => name.startsWith(prefix));
      const found = await subjectsOf({ context: '.', prefix });
      expect([prefix, found.map(({ name }) => name)]).toEqual([prefix, names]);
      const native = new SubjectsRepository(database);
      for (const after of ['', 'a-', 'many-10', '\u{1f600}']) {
        const page = await native.list({ prefix, context: '.', after, limit: 5_000 });
        expect(page).toEqual(names.filter((name) => isBelow(after, name)));
      }
    }
  });

  it('have versions in order, also past the one that was last, and the latest of each', async () => {
    const expected = Object.entries(NAMES_OF).flatMap(([context, names]) =>
      inOrder(names).flatMap((name) => [`${context}/${name}/1`, `${context}/${name}/2`]),
    );
    expect(await versionsOf({ offset: 1_000 })).toEqual(expected.slice(1_000));
    expect(await versionsOf({ context: '.', offset: 3, limit: 60 })).toEqual(expected.slice(3, 63));
    expect(await versionsOf({ context: '.eu' })).toEqual(expected.slice(NAMES.length * 2));
    const latest = expected.filter((place) => place.endsWith('/2'));
    expect(await versionsOf({ latestOnly: true, limit: 200 })).toEqual(latest.slice(0, 200));
    const far = { latestOnly: true, offset: 1_105 };
    expect(await versionsOf(far)).toEqual(latest.slice(1_105));
    expect(await versionsOf({ ...far, liveness: 'all', limit: 2 })).toEqual(latest.slice(1_105, 1_107));
    expect(await versionsOf({ ...far, offset: latest.length })).toEqual([]);
    expect(await versionsOf({ ...far, offset: latest.length + 9 })).toEqual([]);
    expect(await versionsOf({ liveness: 'deleted' })).toEqual([]);
  });

  it('tell references, GUIDs and files of many at once', async () => {
    const [first, second, third] = await flat(listing.versions({ ...all, latestOnly: false, limit: 3 }));
    const references = await catalog.referencesOf([first!, second!, third!]);
    expect(references.get(placeKey(second!))).toEqual([
      { subjectId: second!.subjectId, of: 2, name: 'x.proto', context: '.', subject: 'B', version: 1 },
    ]);
    expect([...references.keys()]).toEqual([placeKey(second!)]);
    expect(await catalog.importedGuids('.', [1, 2])).toEqual(new Map([[1, 'guid-1']]));
    expect([...(await catalog.filesOf(['digest', 'none']))]).toEqual([
      ['digest', [{ path: 'x', content: '' }]],
    ]);
  });
});

/** Two live versions of every subject, all of one schema. */
async function fill(database: Database): Promise<void> {
  const subjects = Object.entries(NAMES_OF).flatMap(([context, names]) =>
    names.map((name) => ({ context, name })),
  );
  await database.write(async (manager) => {
    const insert = (table: string, columns: string[], rows: unknown[][]): Promise<unknown> =>
      insertRows(database, manager, table, columns, rows);
    await insert('context', ['name', 'next_id'], [['.eu', 2]]);
    await insert(
      'schema',
      ['fingerprint', 'prefix', 'canonical', 'created_at'],
      [[FINGERPRINT, FINGERPRINT.slice(32), Buffer.from('x'), AT]],
    );
    await insert(
      'source',
      ['digest', 'fingerprint', 'files', 'image'],
      [['digest', FINGERPRINT, '[{"path":"x","content":""}]', Buffer.from('x')]],
    );
    await insert('schema_guid', ['guid', 'context', 'id', 'fingerprint'], [['guid-1', '.', 1, FINGERPRINT]]);
    await insert(
      'subject',
      ['id', 'context', 'name', 'next_version', 'created_at'],
      subjects.map(({ context, name }, at) => [at + 1, context, name, 3, AT]),
    );
    const columns = [
      'subject_id',
      'version',
      'schema_id',
      'fingerprint',
      'source_digest',
      'content_key',
      'metadata',
      'author',
      'reason',
      'verdict',
      'state',
      'created_at',
    ];
    await insert(
      'version',
      columns,
      subjects.flatMap((_subject, at) =>
        [1, 2].map((version) => [
          at + 1,
          version,
          1,
          FINGERPRINT,
          'digest',
          `key-${version}`,
          '{}',
          '',
          '',
          '{}',
          'ACTIVE',
          AT,
        ]),
      ),
    );
    await insert(
      'version_reference',
      ['subject_id', 'version', 'name', 'target_subject_id', 'target_version'],
      [[1, 2, 'x.proto', 1, 1]],
    );
  });
}

async function flat<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}

function isBelow(one: string, other: string): boolean {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;
}

function inOrder(names: readonly string[]): string[] {
  return [...names].sort((one, other) => (isBelow(one, other) ? -1 : 1));
}

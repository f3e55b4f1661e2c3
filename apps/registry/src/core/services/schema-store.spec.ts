import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, toBinary } from '@bufbuild/protobuf';
import { FieldDescriptorProto_Type, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Compiler } from '#libs/compiler';
import { loadSchema } from '#libs/descriptors';
import { Database } from '../database/database.js';
import { SchemasRepository } from '../repositories/schemas.repository.js';
import { SchemaStore } from './schema-store.service.js';

/** The real repository, which tells how many statements read images. */
class CountingSchemas extends SchemasRepository {
  readonly asked: number[] = [];

  override sources(digests: readonly string[]): ReturnType<SchemasRepository['sources']> {
    this.asked.push(digests.length);
    return super.sources(digests);
  }
}

let folder: string;
let database: Database;
let compiler: Compiler;
let schemas: CountingSchemas;
let store: SchemaStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  database = await Database.open({ kind: 'sqlite', path: join(folder, 'registry.db') });
  compiler = new Compiler({ cacheDir: join(folder, 'cache') });
  schemas = new CountingSchemas(database);
  store = new SchemaStore(compiler, schemas);
});
afterEach(async () => {
  await compiler.close();
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Stores a schema whose one message has the given number of fields; answers its digest and fingerprint. */
async function put(index: number): Promise<{ digest: string; fingerprint: string }> {
  const field = Array.from({ length: index + 1 }, (_, at) => ({
    name: `f${at}`,
    number: at + 1,
    type: FieldDescriptorProto_Type.INT32,
  }));
  const file = [{ name: 'a.proto', syntax: 'proto3', messageType: [{ name: 'M', field }] }];
  const image = toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file }));
  const schema = loadSchema(image);
  const source = {
    digest: `digest-${index}`,
    fingerprint: schema.fingerprint,
    files: [{ path: 'a.proto', content: '' }],
    image,
  };
  await database.write((manager) => schemas.store(manager, schema, source, '2026-01-01T00:00:00Z'));
  return source;
}

describe('SchemaStore', () => {
  it('reads many schemas with few statements, and none twice', async () => {
    const sources = [];
    for (let index = 0; index < 120; index++) sources.push(await put(index));
    const digests = sources.map((source) => source.digest);
    const loaded = await store.byDigests([...digests, ...digests]);
    expect(schemas.asked).toEqual([50, 50, 20]);
    expect([...loaded.keys()].sort()).toEqual([...digests].sort());
    for (const { digest, fingerprint } of sources) expect(loaded.get(digest)?.fingerprint).toBe(fingerprint);
    const again = await store.byDigests(digests);
    expect(schemas.asked).toHaveLength(3);
    expect(again.get('digest-7')).toBe(loaded.get('digest-7'));
    expect(await store.byDigestOf('digest-7')).toBe(loaded.get('digest-7'));
  });

  it('reads only what is not in memory', async () => {
    for (let index = 0; index < 3; index++) await put(index);
    const one = await store.byDigestOf('digest-1');
    const loaded = await store.byDigests(['digest-0', 'digest-1', 'digest-2']);
    expect(schemas.asked).toEqual([2]);
    expect(loaded.get('digest-1')).toBe(one);
  });

  it('finds schemas by fingerprint, each once', async () => {
    const [first, second] = [await put(0), await put(1)];
    const found = await store.byFingerprints([first.fingerprint, second.fingerprint, first.fingerprint]);
    expect([...found.keys()].sort()).toEqual([first.fingerprint, second.fingerprint].sort());
    expect(schemas.asked).toEqual([2]);
    expect(await store.byFingerprint(first.fingerprint)).toBe(found.get(first.fingerprint));
    await store.byFingerprints([second.fingerprint]);
    expect(schemas.asked).toEqual([2]);
  });

  it('takes as many bytes at once as the limit and not one more, in memory already or not', async () => {
    const sources = [await put(0), await put(1)];
    const digests = sources.map((source) => source.digest);
    let size = 0;
    for (const schema of (await store.byDigests(digests)).values()) size += schema.canonical.byteLength;
    const roomy = new SchemaStore(compiler, schemas, { maxBytesAtOnce: size });
    expect((await roomy.byDigests([...digests, ...digests])).size).toBe(2);
    const tight = new SchemaStore(compiler, schemas, { maxBytesAtOnce: size - 1 });
    for (let turn = 0; turn < 2; turn++) {
      await expect(tight.byDigests(digests)).rejects.toMatchObject({
        code: 'HISTORY_TOO_LARGE',
        params: { schemas: 2, size, limit: size - 1 },
      });
    }
  });

  it('leaves out what is not there, and asks nothing for nothing', async () => {
    await put(0);
    expect([...(await store.byDigests(['digest-0', 'digest-9'])).keys()]).toEqual(['digest-0']);
    expect((await store.byFingerprints(['0'.repeat(64)])).size).toBe(0);
    expect((await store.byDigests([])).size).toBe(0);
    expect(schemas.asked).toEqual([2]);
  });
});

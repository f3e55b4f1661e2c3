import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ClientStage } from '../test/client-stage.js';
import { ID_REF, PREFIX_REF, SCHEMA, TABLE, WHOLE_REF } from '../test/other-registry.js';
import { guidOf, RegistryClient } from './index.js';
import { DiskCache } from './disk-cache.js';
import type { StoredCodec } from './read-codec-info.js';

let stage: ClientStage;
beforeEach(async () => {
  stage = new ClientStage();
  await stage.server.start();
});
afterEach(() => stage.close());

const STORED: StoredCodec = {
  facts: { fingerprint: SCHEMA.fingerprint, id: 7, type: 'A', table: TABLE },
  descriptorSet: SCHEMA.canonical,
};

describe('files', () => {
  it('are named by content, and no draft is left', async () => {
    await new DiskCache(stage.folder).write(STORED);
    expect(readdirSync(join(stage.folder, 'descriptors'))).toEqual([`${SCHEMA.fingerprint}.binpb`]);
    expect(
      readFileSync(join(stage.folder, 'descriptors', `${SCHEMA.fingerprint}.binpb`)).equals(SCHEMA.canonical),
    ).toBe(true);
    const all = ['descriptors', 'codecs', 'ids'].flatMap((name) => readdirSync(join(stage.folder, name)));
    expect(all).toHaveLength(3);
    expect(all.filter((name) => name.includes('tmp'))).toEqual([]);
  });

  it.each([[PREFIX_REF], [WHOLE_REF], [ID_REF]])('are read under %j', async (ref) => {
    const disk = new DiskCache(stage.folder);
    expect(await disk.read(ref)).toBeNull();
    await disk.write(STORED);
    expect(await new DiskCache(stage.folder).read(ref)).toEqual(STORED);
    expect(await disk.read({ ...ref, type: 'B' })).toBeNull();
  });

  it('of a whole fingerprint are not read under another with the same start', async () => {
    const disk = new DiskCache(stage.folder);
    await disk.write(STORED);
    expect(
      await disk.read({ fingerprint: `${PREFIX_REF.fingerprint}${'0'.repeat(32)}`, type: 'A' }),
    ).toBeNull();
  });

  it('have no id when the codec has none', async () => {
    await new DiskCache(stage.folder).write({ ...STORED, facts: { ...STORED.facts, id: 0 } });
    expect(existsSync(join(stage.folder, 'ids'))).toBe(false);
  });

  it('survive many writers at once', async () => {
    const disks = Array.from({ length: 20 }, () => new DiskCache(stage.folder));
    await Promise.all(disks.map((disk) => disk.write(STORED)));
    expect(await disks[0]?.read(ID_REF)).toEqual(STORED);
    expect(readdirSync(join(stage.folder, 'descriptors'))).toHaveLength(1);
  });

  it.each([
    ['descriptors', ''],
    ['descriptors', 'damaged'],
    ['codecs', ''],
    ['codecs', '{"fingerprint":"x"}'],
    ['codecs', 'null'],
    ['codecs', `{"fingerprint":"${SCHEMA.fingerprint}","type":"A","id":-1,"table":null}`],
    ['codecs', `{"fingerprint":"${SCHEMA.fingerprint}","type":"A","id":7,"table":[]}`],
    ['codecs', `{"fingerprint":"${SCHEMA.fingerprint}","type":"A","id":7,"table":{"columns":3}}`],
    ['ids', '{}'],
    ['ids', '{"fingerprint":"../../x"}'],
    ['ids', '['],
  ])('damaged in %s to %j are removed and count as none', async (name, content) => {
    const disk = new DiskCache(stage.folder);
    await disk.write(STORED);
    const file = join(stage.folder, name, readdirSync(join(stage.folder, name))[0] ?? '');
    writeFileSync(file, content);
    expect(await disk.read(ID_REF)).toBeNull();
    expect(existsSync(file)).toBe(false);
    await disk.write(STORED);
    expect(await disk.read(ID_REF)).toEqual(STORED);
  });

  it('are read by GUID and id of their schema, also what another process wrote meanwhile', async () => {
    const [disk, other] = [new DiskCache(stage.folder), new DiskCache(stage.folder)];
    const guid = guidOf(SCHEMA.fingerprint);
    const stored = { fingerprint: SCHEMA.fingerprint, descriptorSet: SCHEMA.canonical };
    await disk.writeSchema(8, { ...stored, fingerprint: '0'.repeat(64) });
    utimesSync(join(stage.folder, 'descriptors'), 1_000, 1_000);
    expect([await disk.readSchema(guid), await disk.readSchema(7)]).toEqual([null, null]);
    await other.writeSchema(7, stored);
    expect([await disk.readSchema(guid), await disk.readSchema(7)]).toEqual([stored, stored]);
    expect([await disk.readSchema('__proto__'), await disk.readSchema(8)]).toEqual([null, null]);
    writeFileSync(join(stage.folder, 'descriptors', `${SCHEMA.fingerprint}.binpb`), 'damaged');
    expect([await disk.readSchema(guid), await disk.readSchema(7)]).toEqual([null, null]);
    expect(readdirSync(join(stage.folder, 'descriptors'))).toEqual([]);
    await new DiskCache(stage.folder, { readOnly: true }).writeSchema(7, stored);
    expect(readdirSync(join(stage.folder, 'descriptors'))).toEqual([]);
    await other.writeSchema(null, stored);
    expect(await disk.readSchema(guid)).toEqual(stored);
  });

  it('fail to be written where a folder can not be, without a trace', async () => {
    mkdirSync(join(stage.folder, 'descriptors', `${SCHEMA.fingerprint}.binpb`, 'in-the-way'), {
      recursive: true,
    });
    await expect(new DiskCache(stage.folder).write(STORED)).rejects.toThrow();
    expect(readdirSync(join(stage.folder, 'descriptors'))).toEqual([`${SCHEMA.fingerprint}.binpb`]);
  });
});

describe('a client with a disk', () => {
  it.each([[PREFIX_REF], [WHOLE_REF], [ID_REF]])('starts without a registry, under %j', async (ref) => {
    await stage.client().lookup(PREFIX_REF);
    await stage.server.stop();
    const client = stage.client();
    expect(await client.lookup(ref)).toMatchObject({ status: 'found', handle: { id: 7, table: TABLE } });
    expect(client.peek(ref)?.codec.decode(new Uint8Array([10, 1, 97])).ok).toBe(true);
    expect((await stage.client({ cacheDir: join(stage.folder, 'other') }).lookup(ref)).status).toBe(
      'unreachable',
    );
  });

  it('asks the registry where rows go now, when it is there', async () => {
    await stage.client().lookup(PREFIX_REF);
    stage.server.table = { ...TABLE, state: 'RETIRED' };
    expect(await stage.client().lookup(PREFIX_REF)).toMatchObject({
      handle: { table: { state: 'RETIRED' } },
    });
  });

  it('does not wait long for a slow registry, and takes its answer when it comes', async () => {
    await stage.client().lookup(PREFIX_REF);
    stage.server.table = { ...TABLE, state: 'RETIRED' };
    const held = stage.server.hold();
    const client = stage.client({ timeoutMs: 10_000 });
    const startedMs = performance.now();
    expect(await client.lookup(PREFIX_REF)).toMatchObject({ handle: { table: { state: 'ACTIVE' } } });
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    (await held)();
    for (let round = 0; client.peek(PREFIX_REF)?.table?.state !== 'RETIRED' && round < 500; round++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(client.peek(PREFIX_REF)?.table?.state).toBe('RETIRED');
  });

  it('asks about what only the disk vouched for, once the registry is back', async () => {
    await stage.client().lookup(PREFIX_REF);
    await stage.server.stop();
    const client = stage.client();
    await client.lookup(PREFIX_REF);
    stage.server.table = { ...TABLE, state: 'RETIRED' };
    await stage.server.start();
    expect(client.peek(PREFIX_REF)).not.toBeNull();
    await client.request('GET', '/api/v1/anything').catch(() => undefined);
    expect(client.peek(PREFIX_REF)).toBeNull();
    expect(await client.lookup(PREFIX_REF)).toMatchObject({ handle: { table: { state: 'RETIRED' } } });
  });

  it('goes on with what it has when the registry has lost the schema, or answers nonsense', async () => {
    await stage.client().lookup(PREFIX_REF);
    stage.server.always(404, { code: 'SCHEMA_NOT_FOUND', detail: 'no' });
    const client = stage.client();
    expect((await client.lookup(PREFIX_REF)).status).toBe('found');
    await client.request('GET', '/api/v1/anything').catch(() => undefined);
    expect(client.peek(PREFIX_REF)).not.toBeNull();
    stage.server.always(200, { ...stage.server.codecInfo('A'), descriptorSet: 'AAAA' });
    expect((await stage.client().lookup(PREFIX_REF)).status).toBe('found');
    // An id may have come to mean another schema.
    expect((await stage.client().lookup(ID_REF)).status).toBe('invalid');
  });

  it('does not trust a damaged file, and mends it', async () => {
    await stage.client().lookup(PREFIX_REF);
    truncateSync(join(stage.folder, 'descriptors', `${SCHEMA.fingerprint}.binpb`), 10);
    await stage.server.stop();
    expect((await stage.client().lookup(PREFIX_REF)).status).toBe('unreachable');
    await stage.server.start();
    expect((await stage.client().lookup(PREFIX_REF)).status).toBe('found');
    await stage.server.stop();
    expect((await stage.client().lookup(PREFIX_REF)).status).toBe('found');
  });

  it('finds without a disk that can be written', async () => {
    const file = join(stage.folder, 'file');
    writeFileSync(file, '');
    expect((await stage.client({ cacheDir: join(file, 'cache') }).lookup(PREFIX_REF)).status).toBe('found');
    rmSync(file);
  });

  it('keeps nothing on disk when it has no folder', async () => {
    const bare = new RegistryClient({ url: stage.server.url });
    expect((await bare.lookup(PREFIX_REF)).status).toBe('found');
    expect(readdirSync(stage.folder)).toEqual([]);
    await bare.close();
  });
});

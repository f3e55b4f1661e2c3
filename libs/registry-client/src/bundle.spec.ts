import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guidOf } from './index.js';
import { ClientStage } from '../test/client-stage.js';
import { ID_REF, PREFIX_REF, SCHEMA, TABLE, WHOLE_REF } from '../test/other-registry.js';
import { Bundle } from './bundle.js';

let stage: ClientStage;
beforeEach(async () => {
  stage = new ClientStage();
  await stage.server.start();
});
afterEach(() => stage.close());

const SET = { descriptorSet: SCHEMA.canonical, id: 7 };
const GUID = guidOf(SCHEMA.fingerprint);

describe('a bundle of objects', () => {
  it.each([[PREFIX_REF], [WHOLE_REF], [ID_REF]])('answers %j, and the registry is not asked', async (ref) => {
    const client = stage.client({ bundle: [SET] });
    expect(await client.lookup(ref)).toMatchObject({
      status: 'found',
      handle: { fingerprint: SCHEMA.fingerprint, id: 7, type: 'A', table: null },
    });
    expect(client.peek(ref)).not.toBeNull();
    expect(stage.server.requests).toEqual([]);
  });

  it('leaves to the registry what it lacks: a message, an id, a schema', async () => {
    const client = stage.client({ bundle: [{ descriptorSet: SCHEMA.canonical }] });
    expect(await client.lookup(ID_REF)).toMatchObject({ status: 'found', handle: { table: TABLE } });
    expect((await client.lookup({ ...PREFIX_REF, type: 'C' })).status).toBe('unknown');
    expect((await client.lookup({ fingerprint: '0'.repeat(32), type: 'A' })).status).toBe('unknown');
    expect(stage.server.requests).toHaveLength(3);
  });

  it('knows a schema by id and by GUID', async () => {
    const bundle = new Bundle([SET]);
    const stored = { fingerprint: SCHEMA.fingerprint, descriptorSet: SCHEMA.canonical };
    expect(await bundle.readSchema(7)).toEqual(stored);
    expect(await bundle.readSchema(GUID)).toEqual(stored);
    expect(await bundle.readSchema(8)).toBeNull();
    expect(await bundle.readSchema('__proto__')).toBeNull();
    const sameStart = `${SCHEMA.fingerprint.slice(0, 32)}${'0'.repeat(32)}`;
    expect(await bundle.read({ fingerprint: sameStart, type: 'A' })).toBeNull();
  });

  it('that can not be read is found at the start', () => {
    const damaged = [{ descriptorSet: Uint8Array.of(1, 2, 3) }];
    expect(() => stage.client({ bundle: damaged })).toThrow(
      expect.objectContaining({ code: 'DESCRIPTOR_INVALID' }),
    );
  });
});

describe('a bundle in a folder', () => {
  it('has sets under any name, and under their ids', async () => {
    const folder = join(stage.folder, 'bundle');
    mkdirSync(folder);
    writeFileSync(join(folder, '7.binpb'), SCHEMA.canonical);
    writeFileSync(join(folder, 'readme.txt'), 'not a set');
    const bundle = new Bundle(folder);
    expect((await bundle.readSchema(7))?.fingerprint).toBe(SCHEMA.fingerprint);
    writeFileSync(join(folder, '0.binpb'), SCHEMA.canonical);
    expect(await new Bundle(folder).readSchema(0)).toBeNull();
  });

  it('may be a cache folder: then it says where rows go, and stays as it is', async () => {
    const warm = stage.protokoll();
    await warm.decode(Uint8Array.of(0, 0, 0, 0, 7, 0));
    const folder = join(stage.folder, 'bundle');
    for (const name of ['descriptors', 'codecs', 'ids'])
      cpSync(join(stage.folder, name), join(folder, name), { recursive: true });
    const files = (): unknown => readdirSync(folder, { recursive: true }).sort();
    const before = files();
    await stage.server.stop();
    const client = stage.protokoll({ cacheDir: join(stage.folder, 'none'), bundle: folder });
    expect(await client.decodeRow(Uint8Array.of(0, 0, 0, 0, 7, 0))).toMatchObject({
      ok: true,
      value: { table: { name: 'a' } },
    });
    const [damaged = ''] = readdirSync(join(folder, 'descriptors'));
    writeFileSync(join(folder, 'descriptors', damaged), 'damaged');
    const other = stage.client({ cacheDir: join(stage.folder, 'none'), bundle: folder });
    expect((await other.lookup(WHOLE_REF)).status).toBe('unreachable');
    expect(files()).toEqual(before);
  });

  it('that is not there is found at the start', () => {
    expect(() => new Bundle(join(stage.folder, 'absent'))).toThrow(
      expect.objectContaining({ code: 'BAD_CONFIG' }),
    );
  });
});

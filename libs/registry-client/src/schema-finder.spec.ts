import { loadSchema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';
import { ClientStage } from '../test/client-stage.js';
import { SCHEMA } from '../test/other-registry.js';
import { Bundle } from './bundle.js';
import { DiskCache } from './disk-cache.js';
import { guidOf } from './framing/guid.js';
import { Inquiries } from './inquiries.js';
import { RegistryApi } from './registry-api.js';
import { SchemaFinder, type SchemaSources } from './schema-finder.js';

let stage: ClientStage;
beforeEach(async () => {
  stage = new ClientStage();
  await stage.server.start();
});
afterEach(() => stage.close());

const OTHER = loadSchema(compileProtos({ 'o.proto': 'syntax = "proto3"; message O {}' }));
const GUID = guidOf(SCHEMA.fingerprint);

function finder(sources: Partial<SchemaSources> = {}): SchemaFinder {
  const inquiries = new Inquiries(() => stage.nowMs);
  const http = { url: stage.server.url, timeoutMs: 2_000, fetch };
  const api = new RegistryApi(http, () => inquiries.reached());
  return new SchemaFinder({
    bundle: null,
    disk: null,
    api,
    inquiries,
    patienceMs: 50,
    maxBytes: 1_000_000,
    ...sources,
  });
}

describe('SchemaFinder', () => {
  it.each([
    [0],
    [-1],
    [2 ** 31],
    [1.5],
    [Number.NaN],
    [''],
    ['7'],
    ['../7'],
    [SCHEMA.fingerprint],
    [GUID.toUpperCase()],
  ])('takes %j for no name, without asking', async (name) => {
    expect(await finder().find(name)).toEqual({ status: 'invalid', problem: 'the frame names no schema' });
    expect(stage.server.requests).toEqual([]);
  });

  it('waits from the beginning again after it has found', async () => {
    const schemas = finder();
    const notFound = (): void => stage.server.always(404, { code: 'SCHEMA_NOT_FOUND', detail: 'no' });
    notFound();
    expect(await schemas.find(7)).toEqual({ status: 'unknown', retryAtMs: stage.nowMs + 1_000 });
    stage.nowMs += 1_000;
    stage.server.misbehave(null);
    expect(await schemas.find(7)).toMatchObject({ status: 'found' });
    schemas.forget();
    notFound();
    expect(await schemas.find(7)).toEqual({ status: 'unknown', retryAtMs: stage.nowMs + 1_000 });
  });

  it('prefers the bundle to all else, and the registry to the disk for what an id stands for', async () => {
    const disk = new DiskCache(stage.folder);
    const stored = { fingerprint: OTHER.fingerprint, descriptorSet: OTHER.canonical };
    await disk.writeSchema(7, stored);
    // The registry is given time: a busy machine may take longer than the patience of the other cases.
    const patient = finder({ disk, patienceMs: 10_000 });
    expect(await patient.find(7)).toMatchObject({ schema: { fingerprint: SCHEMA.fingerprint } });
    await disk.writeSchema(7, stored);
    const bundle = new Bundle([{ descriptorSet: OTHER.canonical, id: 7 }]);
    expect(await finder({ disk, bundle }).find(7)).toMatchObject({
      schema: { fingerprint: OTHER.fingerprint },
    });
    expect(stage.server.requests).toHaveLength(1);
  });

  it('does not wait long for a slow registry when the schema lies on disk, and keeps what comes late', async () => {
    const disk = new DiskCache(stage.folder);
    await disk.writeSchema(7, { fingerprint: OTHER.fingerprint, descriptorSet: OTHER.canonical });
    const held = stage.server.hold();
    expect(await finder({ disk }).find(7)).toMatchObject({ schema: { fingerprint: OTHER.fingerprint } });
    (await held)();
    for (
      let round = 0;
      (await disk.readSchema(7))?.fingerprint !== SCHEMA.fingerprint && round < 500;
      round += 1
    )
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await disk.readSchema(7))?.fingerprint).toBe(SCHEMA.fingerprint);
  });

  it('takes a GUID from disk without asking, since it can be checked', async () => {
    const disk = new DiskCache(stage.folder);
    await disk.writeSchema(null, { fingerprint: SCHEMA.fingerprint, descriptorSet: SCHEMA.canonical });
    expect(await finder({ disk }).find(GUID)).toMatchObject({ status: 'found' });
    expect(stage.server.requests).toEqual([]);
  });

  it('keeps the newest schemas within its bytes', async () => {
    const schemas = finder({ maxBytes: 0, bundle: new Bundle([{ descriptorSet: OTHER.canonical, id: 8 }]) });
    for (const name of [7, 7, 8, 7]) expect((await schemas.find(name)).status).toBe('found');
    expect(stage.server.requests).toHaveLength(2);
  });
});

import { ClientStage } from '../test/client-stage.js';
import { ID_REF, PREFIX_REF, SCHEMA, sendJson, TABLE } from '../test/other-registry.js';

let stage: ClientStage;
beforeEach(async () => {
  stage = new ClientStage();
  await stage.server.start();
});
afterEach(() => stage.close());

const NOT_FOUND = { code: 'SCHEMA_NOT_FOUND', detail: 'no' };
const B_REF = { ...PREFIX_REF, type: 'B' };

describe('noteChange', () => {
  it.each([
    [{ kind: 'version.created', subject: 'a', fingerprint: SCHEMA.fingerprint }, true],
    [{ kind: 'version.created', subject: 'a' }, true],
    [{ kind: 'config.changed' }, true],
    [{ kind: 'version.created', subject: 'a', fingerprint: '0'.repeat(64) }, false],
    [{ kind: 'label.moved', subject: 'a' }, false],
    [{ kind: 'draft.stored', subject: 'a' }, false],
  ])('%j: what was unknown is asked for at once: %s', async (change, asks) => {
    const client = stage.client();
    stage.server.always(404, NOT_FOUND);
    expect((await client.lookup(PREFIX_REF)).status).toBe('unknown');
    stage.server.misbehave(null);
    client.noteChange(change);
    expect((await client.lookup(PREFIX_REF)).status).toBe(asks ? 'found' : 'unknown');
  });

  it('asks for an unknown id whatever was created', async () => {
    const client = stage.client();
    stage.server.always(404, NOT_FOUND);
    await client.lookup(ID_REF);
    stage.server.misbehave(null);
    client.noteChange({ kind: 'version.created', fingerprint: '0'.repeat(64) });
    expect((await client.lookup(ID_REF)).status).toBe('found');
  });

  it.each([
    [{ kind: 'version.state', subject: 'a' }, [true, true]],
    [{ kind: 'version.state', subject: 'other' }, [false, true]],
    [{ kind: 'config.changed' }, [true, true]],
    [{ kind: 'version.created', subject: 'a' }, [false, true]],
    [{ kind: 'label.moved', subject: 'a' }, [false, false]],
    [{ kind: 'draft.removed', subject: 'a' }, [false, false]],
    [{}, [true, true]],
  ])('%j forgets the mappings that it concerns (of a table, of none): %j', async (change, forgets) => {
    const client = stage.client();
    await client.lookup(PREFIX_REF);
    await client.lookup(B_REF);
    client.noteChange(change);
    expect([PREFIX_REF, B_REF].map((ref) => client.peek(ref) === null)).toEqual(forgets);
  });

  it('does not keep answers that were under way: they may be older than the change', async () => {
    const client = stage.client();
    const info = stage.server.codecInfo('A');
    const held = stage.server.hold((_path, response) => sendJson(response, 200, info));
    const underWay = client.lookup(PREFIX_REF);
    const letGo = await held;
    client.noteChange({ kind: 'version.state', subject: 'a' });
    letGo();
    expect((await underWay).status).toBe('found');
    expect(client.peek(PREFIX_REF)).toBeNull();
    stage.server.misbehave(null);
    stage.server.table = { ...TABLE, state: 'RETIRED' };
    expect(await client.lookup(PREFIX_REF)).toMatchObject({ handle: { table: { state: 'RETIRED' } } });
  });

  it('does not hold an older refusal against a new version either', async () => {
    const client = stage.client();
    const held = stage.server.hold((_path, response) => sendJson(response, 404, NOT_FOUND));
    const underWay = client.lookup(PREFIX_REF);
    const letGo = await held;
    client.noteChange({ kind: 'version.created', subject: 'a', fingerprint: SCHEMA.fingerprint });
    letGo();
    expect(await underWay).toEqual({ status: 'unknown', retryAtMs: stage.nowMs });
    stage.server.misbehave(null);
    expect((await client.lookup(PREFIX_REF)).status).toBe('found');
  });
});

describe('changes', () => {
  it('polls longer than other requests may take', async () => {
    const client = stage.client({ timeoutMs: 50 });
    stage.server.misbehave(
      (path, response) => void setTimeout(() => sendJson(response, 200, { changes: [], next: path }), 150),
    );
    expect(await client.changes('5&x', { waitMs: 1_000 })).toEqual({
      changes: [],
      next: '/api/v1/changes?wait=1000&after=5%26x',
    });
    expect(await client.changes(null, { waitMs: 1_000 })).toMatchObject({
      next: '/api/v1/changes?wait=1000',
    });
    await expect(client.changes(null)).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
  });

  it('ends with its signal, and when the client is closed', async () => {
    const client = stage.client();
    stage.server.misbehave(() => undefined);
    const stop = new AbortController();
    const first = client.changes(null, { waitMs: 60_000, signal: stop.signal });
    stop.abort();
    await expect(first).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
    await expect(client.changes(null, { signal: stop.signal })).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
    });
    const second = client.changes(null, { waitMs: 60_000 });
    await client.close();
    await expect(second).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
    expect((await client.lookup(PREFIX_REF)).status).toBe('unreachable');
  });

  it('passes on that a cursor is not known', async () => {
    stage.server.always(400, { code: 'BAD_CURSOR', detail: 'not mine' });
    await expect(stage.client().changes('x')).rejects.toMatchObject({ code: 'BAD_CURSOR' });
  });
});

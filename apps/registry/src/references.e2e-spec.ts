import { startPostgres } from '#libs/testing';
import { Database } from './core/database/database.js';
import { VersionsRepository } from './core/repositories/versions.repository.js';
import { References } from './core/services/references.service.js';
import { proto } from './testing/confluent-client.js';
import { holdNext } from './testing/hold.js';
import { describeOnEngines } from './testing/on-engines.js';

const BASE = 'syntax = "proto3";\npackage base.v1;\nmessage Base {\n  string id = 1;\n}\n';
const USER =
  'syntax = "proto3";\npackage user.v1;\nimport "base.proto";\nmessage User {\n  base.v1.Base base = 1;\n}\n';
const JSON_BASE = { schemaType: 'JSON', schema: '{"type":"string"}' };
const JSON_USER = {
  schemaType: 'JSON',
  schema: '{"type":"object","properties":{"base":{"$ref":"base.json"}}}',
};

describeOnEngines(await startPostgres(), 'what a schema refers to', ({ registry, call, get }) => {
  const references = (name: string, subject: string): object => ({
    references: [{ name, subject, version: 1 }],
  });

  it.each([
    ['Protobuf', 'pb', proto(BASE), proto(USER), 'base.proto'],
    ['JSON', 'js', JSON_BASE, JSON_USER, 'base.json'],
  ])('is still there when it is stored: %s', async (_format, salt, base, user, name) => {
    await call('POST', `/subjects/${salt}-base/versions`, base);
    const resolved = holdNext(registry().part(References), 'resolve', 'after');
    const answer = call('POST', `/subjects/${salt}-user/versions`, {
      ...user,
      ...references(name, `${salt}-base`),
    });
    await resolved.reached;
    expect((await call('DELETE', `/subjects/${salt}-base/versions/1`)).status).toBe(200);
    resolved.release();
    const { status, body } = await answer;
    expect([status, body]).toEqual([422, expect.objectContaining({ error_code: 42201 })]);
    expect(JSON.stringify(body)).toContain(`${salt}-base`);
    expect(await get('/subjects?deleted=true')).not.toContain(`${salt}-user`);
  });

  it('is not deleted while a schema that refers to it is being stored', async () => {
    await call('POST', '/subjects/kept/versions', proto(BASE));
    const storing = holdNext(registry().part(VersionsRepository), 'insertMany', 'before');
    const stored = call('POST', '/subjects/keeper/versions', {
      ...proto(USER),
      ...references('base.proto', 'kept'),
    });
    await storing.reached;
    const deleted = call('DELETE', '/subjects/kept/versions/1');
    await untilItWaits(registry().part(Database));
    storing.release();
    expect((await stored).status).toBe(200);
    expect(await deleted).toMatchObject({ status: 422, body: { error_code: 42206 } });
    expect(await get('/subjects/kept/versions')).toEqual([1]);
  });
});

/** Until a transaction waits for another; on SQLite they queue in the process and there is nothing to ask. */
async function untilItWaits(database: Database): Promise<void> {
  const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted`;
  while (database.kind === 'postgres' && (await database.query(waiting)).length === 0)
    await new Promise((resolve) => setImmediate(resolve));
}

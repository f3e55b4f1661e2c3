import { startPostgres } from '#libs/testing';
import { Database } from './core/database/database.js';
import { VersionsRepository } from './core/repositories/versions.repository.js';
import { Publishing } from './core/services/publishing.service.js';
import { proto, type ConfluentAnswer } from './testing/confluent-client.js';
import { holdNext } from './testing/hold.js';
import { describeOnEngines } from './testing/on-engines.js';
import type { Answer, RunningRegistry } from './testing/start-registry.js';

const text = (name: string, fields = 'string id = 1;', pack = 'shop'): string =>
  `syntax = "proto3";\npackage ${pack}.v1;\nmessage ${name} {\n  ${fields}\n}\n`;

type AnyAnswer = Answer<unknown> | ConfluentAnswer;

/** Makes calls that publish while another publication is being stored, so that they are stored together; and counts transactions. */
async function together(
  registry: RunningRegistry,
  calls: readonly (() => Promise<AnyAnswer>)[],
): Promise<{ readonly answers: AnyAnswer[]; readonly transactions: number }> {
  const storing = holdNext(registry.part(VersionsRepository), 'insertMany', 'before');
  const salt = Math.random().toString(36).slice(2);
  const first = registry.publish(`first-${salt}`, text(`First_${salt}`));
  await storing.reached;
  const answers: Promise<AnyAnswer>[] = [];
  // One after the other, so that their order is known.
  for (const call of calls) {
    answers.push(call());
    while (registry.part(Publishing).waiting < answers.length)
      await new Promise((resolve) => setImmediate(resolve));
  }
  const database = registry.part(Database);
  const real = database.write.bind(database);
  let transactions = 0;
  database.write = (work) => real((manager) => ((transactions += 1), work(manager)));
  storing.release();
  try {
    expect((await first).status).toBe(201);
    return { answers: await Promise.all(answers), transactions };
  } finally {
    Reflect.deleteProperty(database, 'write');
  }
}

describeOnEngines(await startPostgres(), 'publications that wait together', ({ registry, call }) => {
  const publish =
    (subject: string, content: string, more: object = {}) =>
    () =>
      registry().publish(subject, content, more);
  const rows = <Row>(sql: string): Promise<Row[]> => registry().part(Database).query<Row>(sql);

  it('are stored in one transaction, each with its own id and version, without gap', async () => {
    const same = text('Same');
    await registry().publish('older', text('Older'));
    const { answers, transactions } = await together(registry(), [
      publish('one', text('One'), { labels: ['prod', 'best'] }),
      publish('same-1', same),
      publish('older', text('Older', 'string id = 1;\n  string name = 2;')),
      publish('same-2', same),
      publish('other/ctx', text('Slash')),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(transactions).toBe(1);
    const versions = answers.map(
      ({ body }) => (body as { version: { id: number; version: number } }).version,
    );
    expect(versions.map(({ version }) => version)).toEqual([1, 1, 2, 1, 1]);
    const [one, same1, older, same2, slash] = versions.map(({ id }) => id);
    expect([same1, older, same2, slash].map((id) => id! - one!)).toEqual([1, 2, 1, 3]);
    const gaps = `SELECT 1 FROM "context" WHERE "name" = '.' AND "next_id" - 1 <> (SELECT count(*) FROM "schema_id")`;
    expect(await rows(gaps)).toEqual([]);
    // What is answered is what is read later.
    const read = await registry().call('GET', '/subjects/one/versions/1');
    expect(read.body).toEqual((answers[0]!.body as { version: unknown }).version);
  });

  it('are refused one by one, and leave nothing then', async () => {
    await registry().publish('strict', text('Strict'));
    const before = await rows(`SELECT "next_id" FROM "context" WHERE "name" = '.'`);
    const { answers, transactions } = await together(registry(), [
      publish('fine', text('Fine')),
      publish('strict', text('Strict', 'int32 id = 1;')),
      () => call('POST', '/subjects/:.gone:late/versions', proto(text('Late'), { version: 7 })),
      publish('fine-too', text('FineToo')),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 409, 422, 201]);
    expect(transactions).toBe(1);
    expect(await rows(`SELECT "name" FROM "subject" WHERE "name" = 'late'`)).toEqual([]);
    expect(await rows(`SELECT "name" FROM "context" WHERE "name" = '.gone'`)).toEqual([]);
    expect(
      await rows(
        `SELECT "version" FROM "version" v JOIN "subject" s ON s."id" = v."subject_id" WHERE s."name" = 'strict'`,
      ),
    ).toEqual([{ version: 1 }]);
    const [{ next_id: next }] = before as [{ next_id: number }];
    expect(await rows(`SELECT "next_id" FROM "context" WHERE "name" = '.'`)).toEqual([{ next_id: next + 3 }]);
  });

  it('take turns when they are of one subject, and tell content that is there', async () => {
    const content = text('Turn');
    const { answers, transactions } = await together(registry(), [
      publish('turns', content),
      publish('turns', content),
      publish('turns', text('Turn', 'string id = 1;\n  string more = 2;')),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 201]);
    expect(answers.map(({ body }) => (body as { version: { version: number } }).version.version)).toEqual([
      1, 1, 2,
    ]);
    expect(transactions).toBe(3);
  });

  it('have tables of their own, whatever their messages are called', async () => {
    await registry().publish('basket-0', text('Basket', 'string id = 1;', 'p0'));
    const subjects = [1, 2, 3].map((at) => `basket-${at}`);
    await together(
      registry(),
      subjects.map((subject, at) => publish(subject, text('Basket', 'string id = 1;', `p${at + 1}`))),
    );
    const tables = await rows<{ name: string }>(
      `SELECT "name" FROM "table_name" WHERE "message" LIKE '%.Basket' ORDER BY "name"`,
    );
    expect(tables.map(({ name }) => name)).toEqual([
      'basket',
      'p1_v1_basket',
      'p2_v1_basket',
      'p3_v1_basket',
    ]);
  });

  it('do not fail for one that the database does not take', async () => {
    const database = registry().part(Database);
    if (database.kind !== 'postgres') return;
    const { answers } = await together(registry(), [
      publish('sound-1', text('Sound1')),
      publish('unsound', text('Unsound'), { author: 'a\u0000b' }),
      publish('sound-2', text('Sound2')),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 500, 201]);
    expect(await rows(`SELECT "name" FROM "subject" WHERE "name" = 'unsound'`)).toEqual([]);
  });
});

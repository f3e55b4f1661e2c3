import type { registry } from '#libs/gen';
import { processIo } from '../io.js';
import { startConfluentFixture, type FixtureOptions } from '../testing/confluent-fixture.js';
import { basic, endpointOf } from './open-stream.js';
import { readConfluent } from './read-confluent.js';

async function read(
  options: FixtureOptions = {},
  authorization: string | null = null,
): Promise<{ records: registry.MoveRecordJson[]; requests: readonly string[] }> {
  const fixture = await startConfluentFixture(options);
  const records: registry.MoveRecordJson[] = [];
  try {
    const put = async (text: string): Promise<void> =>
      void records.push(JSON.parse(text) as registry.MoveRecordJson);
    await readConfluent(processIo(), endpointOf(fixture.url, authorization), put, [1, 1, 1]);
  } finally {
    await fixture.close();
  }
  return { records, requests: fixture.requests };
}

describe('readConfluent', () => {
  it('reads contexts, versions that are deleted too, references, settings and modes', async () => {
    const { records, requests } = await read();
    const versions = records.flatMap(({ version }) => version ?? []);
    expect(versions.map(({ subject, version, id, deleted }) => [subject, version, id, deleted])).toEqual([
      [':.eu:users-value', 1, 1, false],
      ['orders-value', 1, 2, true],
      ['orders-value', 3, 7, false],
      ['shop/money.proto', 1, 1, false],
    ]);
    expect(versions[0]?.schemaType).toBe('AVRO');
    expect(versions[2]).toMatchObject({
      references: [{ name: 'shop/money.proto', subject: 'shop/money.proto', version: 1 }],
      metadata: { owner: 'shop', 'confluent:tags': '{"shop.Order.total":["PII"]}' },
    });
    expect(versions[3]).toMatchObject({
      guid: '8b6e1c33-3f5c-0a11-9c65-3a44d0c1ef11',
      createdAt: '2023-11-14T22:13:20.000Z',
    });
    expect(records.filter(({ config, settings }) => config ?? settings)).toEqual([
      { config: { scope: '', config: { compatibility: 'FULL' } } },
      { settings: { surface: 'confluent', scope: '', settings: { mode: 'READWRITE' } } },
      { settings: { surface: 'confluent', scope: ':.eu:', settings: { mode: 'READONLY' } } },
      { config: { scope: 'orders-value', config: { compatibility: 'NONE' } } },
      { settings: { surface: 'confluent', scope: 'orders-value', settings: { normalize: true } } },
    ]);
    expect(records.at(-1)).toEqual({ end: { versions: 4 } });
    expect(requests).toContain('/subjects/shop%2Fmoney.proto/versions/1?deleted=true');
    expect(requests).toContain('/subjects/%3A.eu%3Ausers-value/versions');
  });

  it('goes on where a server has smaller pages than asked for, or is busy now and then', async () => {
    const { records } = await read();
    expect((await read({ pageLimit: 1 })).records).toEqual(records);
    expect((await read({ busyEvery: 5 })).records).toEqual(records);
  });

  it('is let in, or says what lets it in', async () => {
    const authorization = basic('me:secret');
    expect((await read({ authorization }, authorization)).records.at(-1)).toEqual({ end: { versions: 4 } });
    await expect(read({ authorization })).rejects.toThrow(
      /lets nobody in like that \(401\); set PROTOKOLL_SOURCE_USER/,
    );
  });

  it('fails when the server goes away for good', async () => {
    await expect(read({ diesAfter: 6 })).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
  });
});

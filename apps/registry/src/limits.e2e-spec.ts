import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { registry } from '#libs/gen';
import { openSqlite } from '#libs/sqlite';
import { FILE, filesOf, startRegistry, type Answer, type RunningRegistry } from './testing/start-registry.js';

/** What one check may take on a machine that does other things too. */
const MAX_CHECK_MS = 20_000;
/** How much the process may grow by one check. */
const MAX_GROWTH_KIB = 1024 * 1024;

let folder: string;
let running: RunningRegistry;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'limits-'));
  running = await startRegistry(`sqlite:${join(folder, 'registry.db')}`, {
    env: { MAX_SCHEMA_FILES: '3', MAX_SCHEMA_BYTES: '2500000', MAX_SCHEMA_FILE_BYTES: '1000000' },
  });
}, 60_000);
afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

const check = (
  subject: string,
  files: registry.CheckRequestJson,
): Promise<Answer<registry.CheckResponseJson & registry.ProblemJson>> =>
  running.call('POST', `/subjects/${subject}/check`, files);

/** Checks, within the bounds of time and memory that hold for any schema within the limits. */
async function checkBounded(subject: string, content: string): Promise<registry.VerdictJson> {
  const rssBefore = process.resourceUsage().maxRSS;
  const startedAt = performance.now();
  const answer = await check(subject, filesOf(content));
  expect(performance.now() - startedAt).toBeLessThan(MAX_CHECK_MS);
  expect(process.resourceUsage().maxRSS - rssBefore).toBeLessThan(MAX_GROWTH_KIB);
  expect(answer.status).toBe(200);
  return answer.body.verdict!;
}

/** Messages that refer to each other in a circle, so that none can be looked at alone. */
function manyMessages(count: number, type: string): string {
  const messages = Array.from(
    { length: count },
    (_, index) =>
      `message M${index} {\n  ${type} value = 1;\n  M${(index + 1) % count} next = 2;\n  repeated M${(index * 7 + 3) % count} others = 3;\n}`,
  );
  return `syntax = "proto3";\npackage many.v1;\n${messages.join('\n')}\n`;
}

/** A message in a message in a message …: `levels` braces deep, with a field in the deepest. */
function nested(levels: number, type: string): string {
  const open = Array.from({ length: levels }, (_, index) => `message L${index} {`).join(' ');
  return `syntax = "proto3";\npackage deep.v1;\n${open}\n  ${type} value = 1;\n${'}'.repeat(levels)}\n`;
}

describe('a schema of 5 000 messages', () => {
  it('is checked against itself', async () => {
    expect((await running.publish('many', manyMessages(5_000, 'int64'))).status).toBe(201);
    expect((await checkBounded('many', manyMessages(5_000, 'int64'))).findings).toEqual([]);
  }, 120_000);

  it.each<registry.ConfigJson>([
    { profile: 'protokoll', encodings: ['binary'] },
    { profile: 'protokoll', encodings: ['binary', 'json', 'source'], jsonIgnoreUnknown: false },
    { profile: 'buf:FILE' },
    { profile: 'buf:WIRE' },
    { profile: 'confluent' },
  ])(
    'is checked by %j in bounded time and memory, with a change in each of them',
    async (config) => {
      expect((await running.call('PUT', '/config/many', config)).status).toBe(200);
      const verdict = await checkBounded('many', manyMessages(5_000, 'string'));
      expect(verdict.verdict).toBe('incompatible');
      expect(new Set(verdict.findings?.map((finding) => finding.path)).size).toBeGreaterThanOrEqual(5_000);
    },
    120_000,
  );
});

describe('a schema with deep nesting', () => {
  it('is checked at 100 levels and refused at 101, by name of the limit', async () => {
    expect((await running.publish('deep', nested(100, 'int64'))).status).toBe(201);
    const verdict = await checkBounded('deep', nested(100, 'string'));
    expect(verdict.verdict).toBe('incompatible');
    const path = `#/deep.v1.${Array.from({ length: 100 }, (_, index) => `L${index}`).join('.')}/field/1`;
    expect(verdict.findings?.map((finding) => finding.path)).toEqual([path]);
    expect(await check('deep', filesOf(nested(101, 'int64')))).toMatchObject({
      status: 413,
      body: { code: 'SCHEMA_TOO_LARGE', detail: expect.stringContaining('MAX_SCHEMA_NESTING') },
    });
  }, 60_000);

  it('recurses without end in its types, not in the check', async () => {
    const circle = (type: string): string =>
      `syntax = "proto3";\npackage circle.v1;\nmessage A { B b = 1; A a = 2; }\nmessage B { A a = 1; map<string, B> bs = 2; ${type} value = 3; }\n`;
    await running.publish('circle', circle('int64'));
    expect((await checkBounded('circle', circle('string'))).verdict).toBe('incompatible');
  });
});

describe('limits on the text', () => {
  const V1 = 'syntax = "proto3";\npackage shop.v1;\nmessage Order { string id = 1; }\n';
  const padded = (sizeBytes: number): string => `${V1}//${'x'.repeat(sizeBytes - V1.length - 2)}`;
  const other = (index: number, sizeBytes: number): registry.SourceFileJson => ({
    path: `other_${index}.proto`,
    content: `syntax = "proto3";//${'x'.repeat(sizeBytes - 20)}`,
  });

  it.each([
    ['MAX_SCHEMA_FILE_BYTES', filesOf(padded(1_000_000)), filesOf(padded(1_000_001))],
    [
      'MAX_SCHEMA_FILES',
      { files: [0, 1, 2].map((index) => other(index, 30)) },
      { files: [0, 1, 2, 3].map((index) => other(index, 30)) },
    ],
    [
      'MAX_SCHEMA_BYTES',
      { files: [1_000_000, 1_000_000, 500_000].map((size, index) => other(index, size)) },
      { files: [1_000_000, 1_000_000, 500_001].map((size, index) => other(index, size)) },
    ],
  ])('%s holds at the limit, and one past it is refused by its name', async (setting, within, past) => {
    expect((await check('size', within)).status).toBe(200);
    const refused = await check('size', past);
    expect(refused).toMatchObject({ status: 413, body: { code: 'SCHEMA_TOO_LARGE' } });
    expect(refused.body.detail).toContain(setting);
  });

  it('gives diagnostics, never a verdict, for what does not compile', async () => {
    for (const content of ['', 'syntax', 'message', `${V1}}`, 'syntax = "proto9";', '\u0000']) {
      const answer = await check('bad', filesOf(content));
      if (answer.status === 200) continue;
      expect(answer).toMatchObject({ status: 422, body: { code: 'SCHEMA_INVALID' } });
      expect(answer.body.verdict).toBeUndefined();
      expect(answer.body.diagnostics?.[0]?.file).toBe(FILE);
    }
  });
});

describe('a history of 1 000 versions', () => {
  it('is judged as a whole in one check, equal content once', async () => {
    const textOf = (index: number): string =>
      `syntax = "proto3";\npackage long.v1;\nmessage Order {\n${Array.from({ length: index + 1 }, (_, at) => `  int64 f${at} = ${at + 1};\n`).join('')}}\n`;
    for (let index = 0; index < 20; index++) await running.publish('long', textOf(index));
    copyVersions(1_000);
    await running.call('PUT', '/config/long', { compatibility: 'FULL_TRANSITIVE' });
    const verdict = await checkBounded('long', textOf(20));
    expect(verdict).toMatchObject({ verdict: 'compatible', level: 'FULL_TRANSITIVE' });
    expect(verdict.versions).toHaveLength(1_000);
    const broken = await checkBounded('long', textOf(20).replace('int64 f0', 'string f0'));
    expect(broken.verdict).toBe('incompatible');
    expect(broken.findings?.find((finding) => finding.path?.endsWith('/field/1'))?.versions).toHaveLength(
      1_000,
    );
  }, 60_000);

  /** Fills the subject up with versions whose content repeats that of its first twenty. */
  function copyVersions(upTo: number): void {
    const database = openSqlite(join(folder, 'registry.db'));
    const columns =
      '"subject_id", "schema_id", "fingerprint", "source_digest", "metadata", "author", "reason", "verdict", "state", "created_at"';
    const insert = database.prepare(
      `INSERT INTO "version" ("version", "content_key", ${columns})
       SELECT ?, ?, ${columns} FROM "version" WHERE "version" = ? AND "subject_id" = (SELECT "id" FROM "subject" WHERE "name" = 'long')`,
    );
    database.transaction(() => {
      for (let version = 21; version <= upTo; version++)
        insert.run(version, `copy-${version}`, (version % 20) + 1);
    });
    database.exec(`UPDATE "subject" SET "next_version" = ${upTo + 1} WHERE "name" = 'long'`);
    database.close();
  }
});

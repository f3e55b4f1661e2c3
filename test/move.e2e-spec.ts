import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { registry } from '#libs/gen';
import { startPostgres, type TestPostgres } from '#libs/testing';
import { runCommand, type CommandResult } from '../apps/cli/src/testing/run-command.js';
import { startRegistry, type RunningRegistry } from '../apps/registry/src/testing/start-registry.js';

/** From one registry to another: the commands export and import with a registry at both ends. */
let folder: string;
let source: RunningRegistry;

const text = (message: string, field: string, more = ''): string =>
  `syntax = "proto3";\npackage move.${message.toLowerCase()};\n${more}message ${message} { ${field} }\n`;
const protokoll = (...argv: readonly string[]): Promise<CommandResult> => runCommand(argv, { cwd: folder });
const readRecords = (name: string): registry.MoveRecordJson[] =>
  readFileSync(join(folder, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as registry.MoveRecordJson);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'move-'));
  source = await startRegistry('');
  await source.call('PUT', '/config', { compatibility: 'FULL' });
  // The name of what is referred to comes after those that refer to it.
  await source.publish('zoo/money', text('Money', 'int64 cents = 1;'), {
    files: [{ path: 'zoo/money.proto', content: text('Money', 'int64 cents = 1;') }],
  });
  const order = text('Order', 'move.money.Money total = 1;', 'import "zoo/money.proto";\n');
  const reference = { name: 'zoo/money.proto', subject: 'zoo/money', version: 1 };
  await source.publish('orders', order, {
    references: [reference],
    labels: ['prod'],
    metadata: { team: 'a' },
  });
  await source.publish('orders', order.replace('= 1; }', '= 1; string note = 2; }'), {
    references: [reference],
  });
  await source.publish(':.other:clicks', text('Click', 'string id = 1;'));
  await source.publish(':.other:gone', text('Gone', 'string id = 1;'));
  await source.call('DELETE', '/subjects/%3A.other%3Agone');
  await source.call('PUT', '/config/orders', { owner: 'shop' });
});

afterAll(async () => {
  await source.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('protokoll export', () => {
  it('writes all there is, what others refer to first', async () => {
    const result = await protokoll('export', '--output', 'a.ndjson', '--registry', source.url);
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toBe(
      'a.ndjson: 2 contexts, 2 settings, 4 subjects, 5 versions\n' +
        'Next: protokoll import a.ndjson --registry <another registry> --dry-run\n',
    );
    const records = readRecords('a.ndjson');
    expect(records[0]).toEqual({ header: { format: 1, source: 'protokoll' } });
    expect(records.at(-1)).toEqual({
      end: { contexts: 2, configs: 2, settings: 0, subjects: 4, versions: 5 },
    });
    const versions = records.flatMap(({ version }) => version ?? []);
    expect(versions.map(({ subject, version, id }) => [subject, version, id])).toEqual([
      ['zoo/money', 1, 1],
      ['orders', 1, 2],
      ['orders', 2, 3],
      [':.other:clicks', 1, 1],
      [':.other:gone', 1, 2],
    ]);
    expect(versions[1]).toMatchObject({
      schemaType: 'PROTOBUF',
      references: [{ name: 'zoo/money.proto', subject: 'zoo/money', version: 1 }],
      metadata: { team: 'a' },
      labels: ['prod'],
      deleted: false,
    });
    expect(versions[4]).toMatchObject({ deleted: true, deletedAt: expect.stringContaining('T') });
    expect(records.flatMap(({ config }) => config ?? [])).toEqual([
      { scope: '', config: { compatibility: 'FULL' } },
      { scope: 'orders', config: { owner: 'shop' } },
    ]);
  });

  it('writes the same again, also to the standard output', async () => {
    const { stdout, stderr } = await protokoll('export', '--output', '-', '--registry', source.url);
    expect(stdout).toBe(readFileSync(join(folder, 'a.ndjson'), 'utf8'));
    expect(stderr).toBe('protokoll: Exported 2 contexts, 2 settings, 4 subjects, 5 versions.\n');
  });

  it('leaves no file when the registry is not there', async () => {
    const result = await protokoll('export', '--output', 'b.ndjson', '--registry', 'http://127.0.0.1:1');
    expect(result).toMatchObject({ exitCode: 4, stdout: '' });
    expect(readdirSync(folder).filter((name) => name.startsWith('b.'))).toEqual([]);
  });
});

describe('protokoll import', () => {
  let target: RunningRegistry;
  let postgres: TestPostgres | null;
  beforeAll(async () => {
    // The other engine, where there is one: exports are the same.
    postgres = await startPostgres();
    target = await startRegistry(postgres?.url ?? '');
  }, 60_000);
  afterAll(async () => {
    await target.close();
    await postgres?.stop();
  });
  const take = (name: string, ...more: readonly string[]): Promise<CommandResult> =>
    protokoll('import', name, '--registry', target.url, ...more);
  const write = (name: string, records: readonly unknown[]): void =>
    writeFileSync(join(folder, name), records.map((record) => `${JSON.stringify(record)}\n`).join(''));

  it('says what would come of it, and stores nothing', async () => {
    const result = await take('a.ndjson', '--dry-run');
    expect(result).toEqual({
      exitCode: 0,
      stderr: '',
      stdout:
        '5 versions would be created, 0 there already, 0 in the way of what is here, 0 refused\n' +
        'Next: protokoll import a.ndjson\n',
    });
    expect((await target.call('GET', '/subjects')).body).toEqual({ items: [], next: '' });
  });

  it('takes all in, so that an export is the same, and the second time finds it there', async () => {
    expect(await take('a.ndjson')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('5 versions created'),
    });
    await protokoll('export', '--output', 'b.ndjson', '--registry', target.url);
    expect(readFileSync(join(folder, 'b.ndjson'), 'utf8')).toBe(
      readFileSync(join(folder, 'a.ndjson'), 'utf8'),
    );
    expect(await take('a.ndjson')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('5 there already'),
    });
  });

  it('takes what comes in any order, two ids of one content and a GUID of its own', async () => {
    const version = (number: number, id: number, content: string, more: object = {}): object => ({
      version: {
        subject: 'twins',
        version: number,
        id,
        files: [{ path: '_schema.proto', content }],
        ...more,
      },
    });
    const guid = '11111111-2222-4333-9444-555555555555';
    const records = [
      { header: { format: 1, source: 'confluent' } },
      version(2, 41, `// A comment.\n${text('Twin', 'string id = 1;')}`, { guid }),
      version(1, 40, text('Twin', 'string id = 1;')),
      version(3, 42, 'syntax = "proto3"; message'),
      version(4, 40, text('Else', 'string id = 1;')),
      { settings: { surface: 'confluent', scope: 'twins', settings: { mode: 'SOMETIMES' } } },
      { config: { scope: '', config: { compatibility: 'NONE' } } },
      { end: { versions: 4 } },
    ];
    write('twins.ndjson', records);
    const result = await take('twins.ndjson');
    expect(result).toMatchObject({ exitCode: 1 });
    expect(result.stdout).toContain(
      'note  twins version 2: its content has id 40 too; it is version 1 once more\n',
    );
    expect(result.stdout).toMatch(/refused {2}twins version 3: .*_schema.proto:1/);
    expect(result.stdout).toContain(
      "clash  twins version 4: Subject '.' can not have id 40: it is of another schema.\n",
    );
    expect(result.stdout).toContain(
      '2 versions created, 0 there already, 2 in the way of what is here, 2 refused\n',
    );
    for (const id of [40, 41]) {
      const answer = await fetch(`${target.url}/schemas/ids/${id}`);
      expect([id, await answer.json()]).toMatchObject([
        id,
        { schema: expect.stringContaining('message Twin') },
      ]);
    }
    const byGuid = await fetch(`${target.url}/schemas/guids/${guid}`);
    expect(await byGuid.json()).toMatchObject({ schemaType: 'PROTOBUF' });
    expect(await take('twins.ndjson')).toMatchObject({
      stdout: expect.stringContaining('0 versions created, 2 there already'),
    });
  });

  it.each([
    ['cut', [{ header: { format: 1 } }], 'it has no last line'],
    ['a later format', [{ header: { format: 2 } }, { end: {} }], 'its format is 2'],
    ['lines missing', [{ header: { format: 1 } }, { end: { versions: 1 } }], 'lines are missing'],
    ['no export', [{ a: 1 }], 'its first line is no header'],
    ['an unknown record', [{ header: { format: 1 } }, { other: {} }, { end: {} }], 'line 2 has a record'],
  ])('refuses a file: %s', async (_name, records, problem) => {
    write('bad.ndjson', records);
    expect(await take('bad.ndjson')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(problem) });
  });

  it('refuses a file that ends in a line', async () => {
    writeFileSync(join(folder, 'bad.ndjson'), '{"header":{"format":1}}\n{"version":{"subj');
    expect(await take('bad.ndjson')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('line 2 is no JSON object'),
    });
  });
});

describe('protokoll import --from-confluent', () => {
  let target: RunningRegistry;
  beforeAll(async () => {
    target = await startRegistry('');
  });
  afterAll(() => target.close());

  it('takes ids, versions, deletes, references, settings and contexts', async () => {
    const put = (path: string, body: object): Promise<Response> =>
      fetch(source.url + path, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const avro = {
      schemaType: 'AVRO',
      schema: '{"type":"record","name":"User","fields":[{"name":"id","type":"string"}]}',
    };
    await fetch(`${source.url}/subjects/users/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(avro),
    });
    await put('/mode/orders', { mode: 'READONLY' });
    const argv = ['import', '--from-confluent', source.url, '--registry', target.url];
    expect(await protokoll(...argv)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('6 versions created, 0 there already'),
    });
    const read = async (url: string, path: string): Promise<unknown> => (await fetch(url + path)).json();
    for (const path of [
      '/subjects?deleted=true&subjectPrefix=:*:',
      '/subjects/orders/versions',
      '/config',
      '/mode/orders',
      '/schemas/ids/2',
      '/subjects/users/versions/1',
      '/contexts/.other/schemas/ids/2',
    ]) {
      const [before, after] = [await read(source.url, path), await read(target.url, path)];
      expect([path, after]).toEqual([path, before]);
    }
    expect(await protokoll(...argv)).toMatchObject({ stdout: expect.stringContaining('6 there already') });
  });
});

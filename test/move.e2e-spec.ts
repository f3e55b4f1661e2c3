import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { registry } from '#libs/gen';
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

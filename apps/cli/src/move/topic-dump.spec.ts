import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { registry } from '#libs/gen';
import { processIo } from '../io.js';
import { readTopicDump } from './read-topic-dump.js';
import { splitTopicLine } from './topic-line.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'topic-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const line = (key: object, value: object | null, separator = '\t'): string =>
  `${JSON.stringify(key)}${separator}${JSON.stringify(value)}`;
const schema = (subject: string, version: number, id: number, more: object | null = {}): string =>
  line(
    { keytype: 'SCHEMA', subject, version, magic: 1 },
    more === null
      ? null
      : { subject, version, id, schemaType: 'PROTOBUF', schema: `// ${id} {"`, deleted: false, ...more },
  );

async function read(
  ...lines: readonly string[]
): Promise<{ records: registry.MoveRecordJson[]; told: string }> {
  writeFileSync(join(folder, 'dump'), `${lines.join('\n')}\n`);
  const records: registry.MoveRecordJson[] = [];
  let told = '';
  const io = { ...processIo(), cwd: folder, stderr: (text: string) => void (told += text) };
  await readTopicDump(
    io,
    'dump',
    async (text) => void records.push(JSON.parse(text) as registry.MoveRecordJson),
  );
  return { records, told };
}

const versionsOf = (records: readonly registry.MoveRecordJson[]): unknown[] =>
  records.flatMap(({ version }) =>
    version === undefined ? [] : [[version.subject, version.version, version.id, version.deleted]],
  );

describe('splitTopicLine', () => {
  it('takes key and value apart, whatever is between', () => {
    const key = { keytype: 'NOOP', subject: 'a}"\\{b' };
    for (const separator of ['\t', ' | ', ':', ''])
      expect(splitTopicLine(line(key, { a: 1 }, separator))).toEqual({ key, value: { a: 1 } });
    expect(splitTopicLine(line(key, null))).toEqual({ key, value: null });
    expect(splitTopicLine(JSON.stringify(key))).toEqual({ key, value: null });
  });

  it('tells what is cut from what is no message', () => {
    expect(splitTopicLine('{"keytype":"NO')).toBe('cut');
    expect(splitTopicLine('{"keytype":"NOOP"}\t{"a"')).toBe('cut');
    expect(splitTopicLine('Processed a total of 3 messages')).toBeNull();
    expect(splitTopicLine('')).toBeNull();
  });
});

describe('a topic dump', () => {
  it('comes to its last state, versions in order', async () => {
    const { records, told } = await read(
      line({ keytype: 'NOOP', magic: 0 }, null),
      schema('b', 2, 5),
      schema('b', 1, 4),
      schema('b', 1, 4, { deleted: true }),
      schema('a', 1, 1),
      schema('a', 2, 2),
      line({ keytype: 'DELETE_SUBJECT', subject: 'a', magic: 0 }, { subject: 'a', version: 2 }),
      schema('a', 3, 3),
      schema('gone', 1, 9),
      schema('gone', 1, 9, null),
      schema('cleared', 1, 6),
      line({ keytype: 'CLEAR_SUBJECT', subject: 'cleared', magic: 0 }, { subject: 'cleared' }),
      schema(':.ctx:a', 1, 1),
      'Processed a total of 13 messages',
    );
    expect(versionsOf(records)).toEqual([
      [':.ctx:a', 1, 1, false],
      ['a', 1, 1, true],
      ['a', 2, 2, true],
      ['a', 3, 3, false],
      ['b', 1, 4, true],
      ['b', 2, 5, false],
    ]);
    expect(records.flatMap(({ context }) => context ?? [])).toEqual([
      { name: '.', nextId: 10 },
      { name: '.ctx', nextId: 2 },
    ]);
    expect(records).toContainEqual({ subject: { name: 'gone', nextVersion: 2 } });
    expect(records.at(-1)).toEqual({ end: { versions: 6 } });
    expect(told).toBe("protokoll: 1 line of 'dump' passed over: no record.\n");
  });

  it('keeps settings and modes, the last of each', async () => {
    const config = (subject: string | null, level: string | null): string =>
      line(
        { keytype: 'CONFIG', subject, magic: 0 },
        level === null ? null : { subject, compatibilityLevel: level, normalize: true },
      );
    const { records } = await read(
      config(null, 'NONE'),
      config(null, 'FULL'),
      config('a', 'NONE'),
      config('a', null),
      line({ keytype: 'MODE', subject: 'b', magic: 0 }, { subject: 'b', mode: 'READONLY' }),
    );
    expect(records.slice(1, -1)).toEqual([
      { config: { scope: '', config: { compatibility: 'FULL' } } },
      { settings: { surface: 'confluent', scope: '', settings: { normalize: true } } },
      { settings: { surface: 'confluent', scope: 'b', settings: { mode: 'READONLY' } } },
    ]);
  });

  it('carries types, references, metadata, rules and GUIDs', async () => {
    const guid = '11111111-2222-4333-9444-555555555555';
    const { records } = await read(
      schema(':.ctx:a', 1, 1, {
        schemaType: undefined,
        guid,
        ts: 0,
        references: [{ name: 'x', subject: 'x', version: 2 }],
        metadata: { properties: { owner: 'me' }, tags: { a: ['PII'] } },
        ruleSet: { domainRules: [{ name: 'r' }] },
      }),
    );
    expect(records.find(({ version }) => version)?.version).toMatchObject({
      schemaType: 'AVRO',
      guid,
      createdAt: '1970-01-01T00:00:00.000Z',
      references: [{ name: 'x', subject: ':.ctx:x', version: 2 }],
      metadata: {
        owner: 'me',
        'confluent:tags': '{"a":["PII"]}',
        'confluent:ruleSet': '{"domainRules":[{"name":"r"}]}',
      },
    });
  });

  it('says which line is cut, and that there is no file', async () => {
    await expect(read(schema('a', 1, 1), schema('a', 2, 2).slice(0, -9))).rejects.toThrow('line 2 is cut');
    await expect(
      readTopicDump({ ...processIo(), cwd: folder }, 'none', async () => undefined),
    ).rejects.toThrow('ENOENT');
  });
});

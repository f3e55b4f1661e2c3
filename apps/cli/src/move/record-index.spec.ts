import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { indexRecords, type RecordIndex } from './record-index.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'index-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const version = (
  subject: string,
  number: number,
  ...references: readonly (readonly [string, number])[]
): string =>
  JSON.stringify({
    version: {
      subject,
      version: number,
      references: references.map(([name, target]) => ({ name, subject: name, version: target })),
    },
  });

async function index(lines: readonly string[], versions = lines.length): Promise<RecordIndex> {
  const all = ['{"header":{"format":1}}', ...lines, JSON.stringify({ end: { versions } })];
  writeFileSync(join(folder, 'a'), `${all.join('\n')}\n`);
  return indexRecords(folder, 'a');
}

const names = ({ versions }: RecordIndex): string[] => versions.map(({ name }) => name);

describe('indexRecords', () => {
  it('puts versions after their subject’s earlier ones and what they refer to', async () => {
    const lines = [version('b', 2), version('b', 1, ['z', 1]), version('a', 1, ['b', 2]), version('z', 1)];
    expect(names(await index(lines))).toEqual(['z version 1', 'b version 1', 'b version 2', 'a version 1']);
  });

  it('puts facts before them, contexts first', async () => {
    const lines = [
      version('a', 1),
      '{"subject":{"name":"a"}}',
      '{"config":{"scope":""}}',
      '{"context":{"name":"."}}',
    ];
    const { facts } = await index(lines, 1);
    expect(facts.map(({ name }) => name)).toEqual(['context of .', 'config of all', 'subject of a']);
  });

  it('takes a subject of the default context for itself under both of its names', async () => {
    const lines = [version('a', 1, [':.:b', 1]), version('b', 1)];
    expect(names(await index(lines))).toEqual(['b version 1', 'a version 1']);
  });

  it('leaves cycles out by name, and keeps what depends on them', async () => {
    const lines = [version('a', 1, ['b', 1]), version('b', 1, ['a', 1]), version('c', 1, ['a', 1])];
    const found = await index(lines);
    expect(names(found)).toEqual(['c version 1']);
    const problem = 'it refers to itself by way of a version 1, b version 1';
    expect(found.leftOut).toEqual([
      { name: 'a version 1', problem },
      { name: 'b version 1', problem },
    ]);
  });

  it('keeps both of two records for one place', async () => {
    expect(names(await index([version('a', 1), version('a', 1)]))).toEqual(['a version 1', 'a version 1']);
  });

  it('takes a line of 10 MB, and leaves out one past the limit by its number', async () => {
    const padded = (size: number): string =>
      version('a', 1).replace('"subject"', `${' '.repeat(size)}"subject"`);
    expect(names(await index([padded(10_000_000)]))).toEqual(['a version 1']);
    const { versions, leftOut } = await index([padded(25 * 1024 * 1024), version('b', 1)]);
    expect(versions).toHaveLength(1);
    expect(leftOut).toMatchObject([{ name: 'line 2', problem: expect.stringContaining('the limit is') }]);
  });

  it('tells where things are', async () => {
    const { versions } = await index([version('a', 1), version('ä', 1)]);
    const [first, second] = versions;
    expect(first).toMatchObject({ line: 2, offset: '{"header":{"format":1}}\n'.length });
    expect(second).toMatchObject({ line: 3, size: Buffer.byteLength(version('ä', 1)) });
  });

  it('says what is not there', async () => {
    await expect(indexRecords(folder, 'none')).rejects.toThrow("'none' can not be read: Error: ENOENT");
  });
});

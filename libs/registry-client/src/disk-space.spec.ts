import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClientStage } from '../test/client-stage.js';
import { PREFIX_REF, SCHEMA } from '../test/other-registry.js';
import { DiskCache } from './disk-cache.js';
import { DiskSpace } from './disk-space.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'space-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Files of 100 bytes, each used a second after the one before. */
function fill(names: readonly string[]): void {
  names.forEach((name, at) => {
    writeFileSync(join(folder, name), Buffer.alloc(100));
    utimesSync(join(folder, name), 1_000 + at, 1_000 + at);
  });
}

describe('DiskSpace', () => {
  const names = ['c', 'b', 'a', 'e', 'd'];

  it('leaves alone what is within the size, and takes the longest unused when it is one byte over', async () => {
    fill(names);
    await new DiskSpace([folder], 500).wrote(1);
    expect(readdirSync(folder).sort()).toEqual([...names].sort());
    await new DiskSpace([folder], 499).wrote(1);
    expect(readdirSync(folder).sort()).toEqual(['a', 'b', 'd', 'e']);
    await new DiskSpace([folder], 250).wrote(1);
    expect(readdirSync(folder).sort()).toEqual(['d', 'e']);
  });

  it('looks at the folders at first, and then once a sixteenth was written', async () => {
    const space = new DiskSpace([folder], 160);
    await space.wrote(1);
    fill(names);
    await space.wrote(9);
    expect(readdirSync(folder)).toHaveLength(5);
    await space.wrote(1);
    expect(readdirSync(folder)).toEqual(['d']);
  });

  it('counts all its folders together, and nothing but files', async () => {
    const other = join(folder, 'other');
    mkdirSync(other);
    fill(['a', 'other/b']);
    await new DiskSpace([folder, other, join(folder, 'absent')], 200).wrote(1);
    expect(readdirSync(folder).sort()).toEqual(['a', 'other']);
    await new DiskSpace([folder, other], 199).wrote(1);
    expect([existsSync(join(folder, 'a')), existsSync(join(other, 'b'))]).toEqual([false, true]);
  });

  it('takes many that look at once', async () => {
    fill(names);
    const spaces = Array.from({ length: 10 }, () => new DiskSpace([folder], 300));
    await Promise.all(spaces.map((space) => space.wrote(1)));
    expect(readdirSync(folder).sort()).toEqual(['d', 'e']);
  });
});

describe('a disk cache that is full', () => {
  let stage: ClientStage;
  beforeEach(async () => {
    stage = new ClientStage();
    await stage.server.start();
  });
  afterEach(() => stage.close());

  const stored = (type: string): Parameters<DiskCache['write']>[0] => ({
    facts: { fingerprint: SCHEMA.fingerprint, id: 7, type, table: null },
    descriptorSet: SCHEMA.canonical,
  });

  it('drops what was longest not read, and still answers with the rest', async () => {
    const disk = new DiskCache(stage.folder, { maxBytes: 10_000 });
    for (const type of ['A', 'B']) await disk.write(stored(type));
    let totalBytes = 0;
    for (const sub of ['descriptors', 'codecs', 'ids'])
      for (const name of readdirSync(join(stage.folder, sub))) {
        totalBytes += statSync(join(stage.folder, sub, name)).size;
        utimesSync(join(stage.folder, sub, name), 1_000, 1_000);
      }
    const refTo = (type: string): { fingerprint: string; type: string } => ({
      fingerprint: SCHEMA.fingerprint,
      type,
    });
    expect(await disk.read(refTo('B'))).not.toBeNull();
    await new DiskCache(stage.folder, { maxBytes: totalBytes - 1 }).write(stored('C'));
    expect(await disk.read(refTo('B'))).not.toBeNull();
    expect(await disk.read(refTo('C'))).not.toBeNull();
    expect(await disk.read(refTo('A'))).toBeNull();
  });

  it('serves a client that it keeps nothing for', async () => {
    expect((await stage.client({ maxDiskBytes: 0 }).lookup(PREFIX_REF)).status).toBe('found');
    expect(readdirSync(join(stage.folder, 'descriptors'))).toEqual([]);
    expect((await stage.client().lookup(PREFIX_REF)).status).toBe('found');
  });
});

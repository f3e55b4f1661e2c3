import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTar } from './tar.js';

describe('writeTar', () => {
  it('is whole blocks and ends with two empty ones', () => {
    expect(writeTar([])).toEqual(Buffer.alloc(1024));
    expect(writeTar([{ name: 'a', content: 'x' }])).toHaveLength(512 * 4);
    expect(writeTar([{ name: 'a', content: 'x'.repeat(512) }])).toHaveLength(512 * 4);
    expect(writeTar([{ name: 'a', content: 'x'.repeat(513) }])).toHaveLength(512 * 5);
  });

  it('gives the same bytes for the same files', () => {
    const entries = [{ name: 'a', content: 'x' }];
    expect(writeTar(entries).equals(writeTar(entries))).toBe(true);
  });

  it('has pax lengths that count themselves, at every number of digits', () => {
    for (const length of [101, 102, 985, 986, 987, 988, 989, 990, 991, 992]) {
      const archive = writeTar([{ name: 'n'.repeat(length), content: '' }]);
      const size = Number.parseInt(archive.toString('latin1', 124, 135), 8);
      const record = archive.toString('latin1', 512, 512 + size);
      expect(record).toBe(`${record.length} path=${'n'.repeat(length)}\n`);
    }
  });

  // Another program reads it, when there is one.
  const hasTar = (() => {
    try {
      return execFileSync('tar', ['--version']).length > 0;
    } catch {
      return false;
    }
  })();

  (hasTar ? it : it.skip)('is read by tar: empty, long, and other names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tar-'));
    try {
      const entries = [
        { name: 'a/empty.proto', content: '' },
        { name: `${'d'.repeat(99)}/${'e'.repeat(150)}.proto`, content: 'long' },
        { name: 'x'.repeat(100), content: 'exactly' },
        { name: 'ü/記事.proto', content: 'é漢😀' },
        { name: 'a/block.proto', content: 'b'.repeat(1024) },
      ];
      execFileSync('tar', ['-x', '-C', folder], { input: writeTar(entries) });
      for (const { name, content } of entries) expect(readFileSync(join(folder, name), 'utf8')).toBe(content);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

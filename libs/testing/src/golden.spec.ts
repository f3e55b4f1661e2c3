import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectGolden, fitsGlob } from './index.js';

describe('fitsGlob', () => {
  it.each([
    ['', 'a', false],
    ['*', 'a', true],
    ['field-*', 'field-x', true],
    ['field-*', 'my-field-x', false],
    ['a.c', 'abc', false],
    ['a?c', 'abc', true],
  ])("'%s' and '%s': %s", (glob, name, expected) => expect(fitsGlob(glob, name)).toBe(expected));
});

describe('expectGolden', () => {
  let folder: string;
  const given = process.env['GOLDEN'];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'golden-'));
    delete process.env['GOLDEN'];
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    if (given === undefined) delete process.env['GOLDEN'];
    else process.env['GOLDEN'] = given;
  });

  it('fails on a missing or different file, and writes only what is asked for', () => {
    const path = join(folder, 'case.txt');
    expect(() => expectGolden('case', path, 'a')).toThrow('is missing');
    writeFileSync(path, 'b');
    expect(() => expectGolden('case', path, 'a')).toThrow();
    process.env['GOLDEN'] = 'other';
    expect(() => expectGolden('case', path, 'a')).toThrow();
    process.env['GOLDEN'] = 'ca*';
    expectGolden('case', path, 'a');
    expect(readFileSync(path, 'utf8')).toBe('a');
  });
});

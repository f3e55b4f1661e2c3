import type { Finding } from '#libs/compat';
import { whoBreaks } from './who-breaks.js';

const of = (finding: Partial<Finding>): readonly string[] =>
  whoBreaks(
    { ruleId: 'x', class: 'break', encodings: ['binary'], directions: ['backward'], ...finding } as Finding,
    'version 1',
  );
const OLD_DATA = 'old data: a reader with this schema, on what was written with version 1';
const OLD_READERS = 'old readers: whoever still has version 1, on what is written with this schema';

test('old data backward, old readers forward', () => {
  expect(of({})).toEqual([OLD_DATA]);
  expect(of({ directions: ['backward', 'forward'] })).toEqual([OLD_DATA, OLD_READERS]);
});

test('generated code, of the languages that a rule is about', () => {
  const code = 'code: programs that were built with version 1, when they are built with this schema';
  expect(of({ encodings: ['source'] })).toEqual([`generated ${code}`]);
  expect(of({ encodings: ['source'], ruleId: 'FILE_SAME_GO_PACKAGE' })).toEqual([`generated Go ${code}`]);
  expect(of({ encodings: ['binary', 'source'] })).toEqual([OLD_DATA, `generated ${code}`]);
});

test('reports on tables', () => {
  expect(of({ encodings: ['table'] })).toEqual([
    'tables: reports on the columns that were made with version 1',
  ]);
});

test('nobody yet', () => {
  expect(of({ class: 'hygiene' })).toEqual([`nobody today, but after the next change ${OLD_DATA}`]);
});

import type { DescFile } from '@bufbuild/protobuf';
import { loadSchema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';
import { sameFile } from './same-file.js';

function file(own: string, imported: string): DescFile {
  const image = compileProtos({
    'deep.proto': `syntax = "proto3"; package deep; ${imported}`,
    'mid.proto': 'syntax = "proto3"; package mid; import "deep.proto"; message Mid { deep.Deep x = 1; }',
    'top.proto': `syntax = "proto3"; package top; import "mid.proto"; message Top { mid.Mid x = 1; } ${own}`,
  });
  const found = loadSchema(image).registry.getFile('top.proto');
  if (found === undefined) throw new Error('no top.proto');
  return found;
}

describe('sameFile', () => {
  const first = file('', 'message Deep {}');

  it('is true for equal files, comments aside', () => {
    expect(sameFile(first, first)).toBe(true);
    expect(sameFile(first, file('\n// More.\n', '/* Less. */ message Deep {}'))).toBe(true);
  });

  it('is false when the file differs', () => {
    expect(sameFile(first, file('message Other {}', 'message Deep {}'))).toBe(false);
  });

  it('is false when an import of an import differs, asked twice', () => {
    const second = file('', 'message Deep { int32 x = 1; }');
    expect(sameFile(first, second)).toBe(false);
    expect(sameFile(first, second)).toBe(false);
    expect(sameFile(second, first)).toBe(false);
  });
});

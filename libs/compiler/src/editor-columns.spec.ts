import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema, type FileDescriptorSet } from '@bufbuild/protobuf/wkt';
import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { displayColumns } from './display-columns.js';
import { useEditorColumns } from './editor-columns.js';
import { Compiler } from './index.js';

const setOf = (...files: [name: string, ...spans: number[][]][]): Uint8Array =>
  toBinary(
    FileDescriptorSetSchema,
    create(FileDescriptorSetSchema, {
      file: files.map(([name, ...spans]) => ({
        name,
        package: 'kept',
        sourceCodeInfo: { location: spans.map((span) => ({ path: [4, 0], span, leadingComments: 'kept' })) },
      })),
    }),
  );
const spansOf = (set: FileDescriptorSet): number[][][] =>
  set.file.map((file) => file.sourceCodeInfo?.location.map(({ span }) => span) ?? []);
const fixed = (image: Uint8Array, content: string): FileDescriptorSet => {
  useEditorColumns(image, [{ path: 'a.proto', content }]);
  return read(image);
};
const read = (image: Uint8Array): FileDescriptorSet => fromBinary(FileDescriptorSetSchema, image);

describe('displayColumns', () => {
  it.each([
    ['ab', [0, 1, 2]],
    ['', [0]],
    ['\ta', [0, 0, 0, 0, 1, 2]],
    [' \ta', [0, 1, 1, 1, 2, 3]],
    ['漢a', [0, 0, 1, 2]],
    ['😀a', [0, 0, 2, 3]],
    ['e\u0301a', [0, 2, 3]],
    ['👨‍👩a', [0, 0, 5, 6]],
    ['👍🏽🇩🇪a', [0, 0, 4, 4, 8, 9]],
  ])('%j', (line, units) => {
    expect(displayColumns(line)).toEqual(units);
  });
});

describe('useEditorColumns', () => {
  const TABBED = 'x\n\t\tyz\n漢z';

  it('changes spans of one line and of several', () => {
    expect(spansOf(fixed(setOf(['a.proto', [1, 8, 10], [1, 8, 2, 3], [0, 0, 1]]), TABBED))).toEqual([
      [
        [1, 2, 4],
        [1, 2, 2, 2],
        [0, 0, 1],
      ],
    ]);
  });

  it('keeps everything else', () => {
    const files: Parameters<typeof setOf> = [['b.proto', [1, 8, 10]], ['a.proto', [1, 8, 10]], ['c.proto']];
    const expected = read(setOf(...files));
    expected.file[1]?.sourceCodeInfo?.location[0]?.span.splice(0, 3, 1, 2, 4);
    expect(fixed(setOf(...files), TABBED)).toEqual(expected);
  });

  it('touches nothing where all is ASCII without tabs', () => {
    const image = setOf(['a.proto', [1, 8, 10]]);
    expect(fixed(image.slice(), 'x\r\ny')).toEqual(read(image));
  });

  it('leaves a place that the text does not have', () => {
    expect(spansOf(fixed(setOf(['a.proto', [99, 7, 9]]), TABBED))).toEqual([[[99, 7, 9]]]);
  });

  it('makes do with the bytes that are there', () => {
    const shrinks = `${'\t'.repeat(40)}a`;
    expect(spansOf(fixed(setOf(['a.proto', [0, 160, 161]]), shrinks))).toEqual([[[0, 40, 41]]]);
    const grows = `${'e\u0301'.repeat(120)}a`;
    expect(spansOf(fixed(setOf(['a.proto', [0, 120, 121]]), grows))).toEqual([[[0, 120, 121]]]);
  });

  it('survives bytes that are no image', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const image = Uint8Array.from([0x0a, 9, 0x0a, 7, ...Buffer.from('a.proto'), ...bytes]);
        useEditorColumns(image, [{ path: 'a.proto', content: TABBED }]);
        expect(image.length).toBe(bytes.length + 11);
      }),
    );
  });
});

describe('hostile texts', () => {
  it.each([
    ['many lines', 'é\n'.repeat(50_000), 50_000],
    ['long lines', `${'漢'.repeat(9_000)}\n`.repeat(30), 30],
    ['a line that nobody reads', '漢'.repeat(300_000), 1],
  ])('%s are measured in bounded time', (_, content, count) => {
    const spans = Array.from({ length: count }, (_unused, line) => [line, 0, 1]);
    const startedMs = performance.now();
    useEditorColumns(setOf(['a.proto', ...spans]), [{ path: 'a.proto', content }]);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });
});

// What buf counts is not written down: this holds it.
test('an element is where an editor finds it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'compiler-columns-'));
  const compiler = new Compiler({ cacheDir: folder });
  const before = [
    '',
    '  ',
    '\t',
    ' \t ',
    '/* ü€ */',
    '/* 漢字 */',
    '/* 😀👨‍👩 */\t',
    '/* e\u0301 ｱ */',
    '/* 𠀀 ★ */',
    '/* 👍🏽🇩🇪 */',
  ];
  const fields = before.map((text, index) => `${text}string f${index} = ${index + 1};`);
  try {
    const content = `syntax = "proto3";\nmessage A {\n${fields.join('\n')}\n}\n`;
    const result = await compiler.compile([{ path: 'a.proto', content }]);
    const locations =
      read(result.ok ? result.image : new Uint8Array()).file[0]?.sourceCodeInfo?.location ?? [];
    const columns = before.map((_, index) => {
      const at = locations.find(({ path }) => path.join() === `4,0,2,${index}`)?.span ?? [];
      return [at[1], at[2]];
    });
    expect(columns).toEqual(before.map((text, index) => [text.length, fields[index]?.length]));
  } finally {
    await compiler.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

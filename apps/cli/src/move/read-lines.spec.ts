import { readLines, type Line } from './read-lines.js';

async function* chunksOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function linesOf(limit: number, ...texts: readonly string[]): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of readLines(chunksOf(...texts), limit)) lines.push(line);
  return lines;
}

describe('readLines', () => {
  it('tells lines with their places, however they come in', async () => {
    const lines = [
      { number: 1, text: 'ab', offset: 0, size: 2, ended: true },
      { number: 2, text: '', offset: 3, size: 0, ended: true },
      { number: 3, text: 'é', offset: 4, size: 2, ended: true },
    ];
    expect(await linesOf(10, 'ab\n\né\n')).toEqual(lines);
    const bytes = [...Buffer.from('ab\n\né\n')];
    async function* single(): AsyncGenerator<Uint8Array> {
      for (const byte of bytes) yield Uint8Array.of(byte);
    }
    const found: Line[] = [];
    for await (const line of readLines(single(), 10)) found.push(line);
    expect(found).toEqual(lines);
  });

  it('tells a last line without end', async () => {
    expect(await linesOf(10, 'a\nb')).toMatchObject([{ ended: true }, { text: 'b', ended: false }]);
    expect(await linesOf(10, '')).toEqual([]);
  });

  it('takes a line at the limit, and passes over one past it', async () => {
    expect(await linesOf(3, 'abc\n', 'ab', 'cd\n', 'x\n')).toMatchObject([
      { text: 'abc', size: 3 },
      { text: null, size: 4, number: 2, offset: 4 },
      { text: 'x', number: 3, offset: 9 },
    ]);
  });

  it('takes lines that end as on Windows', async () => {
    expect(await linesOf(10, 'a\r\nb\r\n')).toMatchObject([{ text: 'a' }, { text: 'b' }]);
  });
});

import { once } from 'node:events';
import { Readable } from 'node:stream';
import { sendable, StreamedList } from './streamed-list.js';

const listOf = (pages: readonly (readonly number[])[], read: number[] = []): StreamedList =>
  new StreamedList(
    (async function* made() {
      for (const page of pages) {
        read.push(page.length);
        yield page;
      }
    })(),
  );
const textOf = async (pages: readonly (readonly number[])[]): Promise<string> => {
  const sent = await sendable(listOf(pages), JSON.stringify);
  return sent instanceof Readable ? (await sent.toArray()).join('') : sent.toString();
};

describe('sendable', () => {
  it.each([
    [[], '[]'],
    [[[1]], '[1]'],
    [[[1, 2], [3]], '[1,2,3]'],
    [[[1], [2], [3, 4], [5]], '[1,2,3,4,5]'],
  ])('makes %j a list', async (pages, text) => {
    expect(await textOf(pages)).toBe(text);
  });

  it('is whole when it is one page, and says its length then', async () => {
    expect(await sendable(listOf([[1, 2]]), JSON.stringify)).toBeInstanceOf(Buffer);
    expect(await sendable(listOf([[1], [2]]), JSON.stringify)).toBeInstanceOf(Readable);
  });

  it('reads no further than the client does', async () => {
    const read: number[] = [];
    const page = Array.from({ length: 10_000 }, () => 123_456);
    const sent = (await sendable(
      listOf(
        Array.from({ length: 50 }, () => page),
        read,
      ),
      String,
    )) as Readable;
    sent.read(1);
    await once(sent, 'readable');
    await new Promise(setImmediate);
    expect(read.length).toBeLessThan(8);
    sent.destroy();
    await once(sent, 'close');
    expect(read.length).toBeLessThan(8);
  });

  it('fails like any answer when nothing was sent, and breaks off later', async () => {
    const failing = (after: number): StreamedList =>
      new StreamedList(
        (async function* made() {
          for (let page = 0; page < after; page += 1) yield [page];
          throw new Error('the database is gone');
        })(),
      );
    await expect(sendable(failing(0), String)).rejects.toThrow('gone');
    await expect(sendable(failing(1), String)).rejects.toThrow('gone');
    const sent = (await sendable(failing(3), String)) as Readable;
    await expect(sent.toArray()).rejects.toThrow('gone');
  });
});

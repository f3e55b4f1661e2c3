import { Readable } from 'node:stream';

/** A list of whatever length that is sent as it is read. */
export class StreamedList {
  /** Pages of items; none is empty. */
  constructor(readonly pages: AsyncGenerator<readonly unknown[]>) {}
}

/**
 * A list as JSON: whole when it is one page, else a stream that reads on when the client does. What fails before the second page fails as
 * any answer does.
 */
export async function sendable(
  { pages }: StreamedList,
  textOf: (item: unknown) => string,
): Promise<Buffer | Readable> {
  const itemsOf = (page: readonly unknown[]): string => page.map(textOf).join(',');
  const first = await pages.next();
  const second = first.done === true ? first : await pages.next();
  if (second.done === true) return Buffer.from(`[${first.done === true ? '' : itemsOf(first.value)}]`);
  return Readable.from(textsOf([first.value ?? [], second.value], pages, itemsOf), { objectMode: false });
}

async function* textsOf(
  read: readonly (readonly unknown[])[],
  rest: AsyncIterable<readonly unknown[]>,
  itemsOf: (page: readonly unknown[]) => string,
): AsyncGenerator<string> {
  yield `[${read.map(itemsOf).join(',')}`;
  for await (const page of rest) yield `,${itemsOf(page)}`;
  yield ']';
}

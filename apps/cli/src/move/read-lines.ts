/** A line of a file or an answer. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its end; null when it is longer than the limit. */
  readonly text: string | null;
  /** Where it starts, in bytes. */
  readonly offset: number;
  /** In bytes, without its end. */
  readonly size: number;
  /** False for a last line without end: it may be cut. */
  readonly ended: boolean;
}

const LINE_FEED = 10;

/** Lines of bytes as they come; what is longer than the limit is passed over, not kept. An empty last line is none. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<Line> {
  const line = new OpenLine(maxLineBytes);
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      line.add(chunk.subarray(start, end));
      yield line.close(true);
      start = end + 1;
    }
    line.add(chunk.subarray(start));
  }
  if (line.size > 0) yield line.close(false);
}

/** The line that is being read. */
class OpenLine {
  size = 0;
  private number = 1;
  private offset = 0;
  private parts: Uint8Array[] = [];

  constructor(private readonly maxBytes: number) {}

  add(part: Uint8Array): void {
    this.size += part.length;
    if (this.size > this.maxBytes) this.parts = [];
    else if (part.length > 0) this.parts.push(part);
  }

  close(ended: boolean): Line {
    const { number, offset, size } = this;
    const text = size > this.maxBytes ? null : Buffer.concat(this.parts).toString('utf8').replace(/\r$/, '');
    this.number += 1;
    this.offset += size + 1;
    this.size = 0;
    this.parts = [];
    return { number, text, offset, size, ended };
  }
}

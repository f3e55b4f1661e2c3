import { open, type FileHandle } from 'node:fs/promises';
import type { AsyncBuffer, FileMetaData, ParquetParsers } from 'hyparquet';

/** What is used of `hyparquet`. */
export type ParquetReaderLibrary = Pick<
  typeof import('hyparquet'),
  'parquetMetadataAsync' | 'parquetReadObjects'
>;

/** Takes no mark at the beginning away. */
const text = new TextDecoder('utf-8', { ignoreBOM: true });
const asText = (bytes: Uint8Array | undefined): string | undefined => bytes && text.decode(bytes);
/** Values as they lie in the file: times in whole microseconds, JSON as text. */
const PARSERS: Partial<ParquetParsers> = {
  timestampFromMicroseconds: (us) => us,
  jsonFromBytes: asText,
  stringFromBytes: asText,
};

/** Least and greatest value of a column in a file; null when the file has no rows or does not say. */
export interface ValueRange {
  readonly least: string | bigint;
  readonly most: string | bigint;
}

/** One Parquet file of ours, open for reading. */
export class ParquetFile {
  private constructor(
    private readonly library: ParquetReaderLibrary,
    private readonly buffer: AsyncBuffer,
    private readonly metadata: FileMetaData,
  ) {}

  /** Opens a file for as long as the work takes. */
  static async use<T>(
    library: ParquetReaderLibrary,
    path: string,
    work: (file: ParquetFile) => T | Promise<T>,
  ): Promise<T> {
    const handle = await open(path, 'r');
    try {
      const buffer = await bufferOf(handle);
      const metadata = await library.parquetMetadataAsync(buffer, { parsers: PARSERS });
      // Maps come as lists of entries: as objects they would lose keys such as __proto__.
      for (const element of metadata.schema)
        if (element.converted_type === 'MAP') delete element.converted_type;
      return await work(new ParquetFile(library, buffer, metadata));
    } finally {
      await handle.close();
    }
  }

  /** By the footer alone. */
  range(column: string): ValueRange | null {
    let range: ValueRange | null = null as ValueRange | null;
    for (const { columns } of this.metadata.row_groups) {
      const chunk = columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === column);
      const { min_value: least, max_value: most } = chunk?.meta_data?.statistics ?? {};
      if (!isKey(least) || !isKey(most)) return null;
      range = {
        least: range === null || least < range.least ? least : range.least,
        most: range === null || most > range.most ? most : range.most,
      };
    }
    return range;
  }

  /** Rows with the columns that the file has of those named. */
  rows(columns: readonly string[]): Promise<Record<string, unknown>[]> {
    const there = new Set(this.metadata.schema.map(({ name }) => name));
    return this.library.parquetReadObjects({
      file: this.buffer,
      metadata: this.metadata,
      columns: columns.filter((name) => there.has(name)),
      parsers: PARSERS,
      utf8: false,
    });
  }
}

function isKey(value: unknown): value is string | bigint {
  return typeof value === 'string' || typeof value === 'bigint';
}

async function bufferOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size: byteLength } = await handle.stat();
  return {
    byteLength,
    slice: async (start, end = byteLength) => {
      const bytes = new Uint8Array(end - start);
      await handle.read(bytes, 0, bytes.length, start);
      return bytes.buffer;
    },
  };
}

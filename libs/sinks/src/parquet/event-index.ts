import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EVENT_KEY } from '#libs/table-model';
import { codeOf } from '../problem-of.js';
import { ParquetFile, type ParquetReaderLibrary } from './read-file.js';
import { namesIn, removeAbandoned } from './table-folder.js';

/** Ids that are kept in memory for all files together, about 100 bytes each. */
const MAX_KEPT_IDS = 500_000;
/** A folder that changed so lately may change once more without its time telling. */
const UNSETTLED_MS = 2_000;

interface KnownFile {
  readonly path: string;
  /** Null for no rows. */
  readonly least: string | null;
  readonly most: string | null;
}

/**
 * Which events a table's files have. A file never changes, so what was read of it stays true. Its footer names the least and the
 * greatest id: ids that begin with their time (UUIDv7) so leave a few files to look into; ids at random leave all.
 */
export class EventIndex {
  /** Day folder -> its files by name, and the folder's time when they were listed; null while it may not be relied on. */
  private readonly days = new Map<string, { readonly atMs: number | null; readonly files: KnownFiles }>();
  /** Least recently used first. */
  private readonly ids = new Map<string, ReadonlySet<string>>();
  private keptIds = 0;

  constructor(
    private readonly library: ParquetReaderLibrary,
    private readonly folder: string,
    private readonly now: () => number,
  ) {}

  /** Looks for files that others wrote since. */
  async refresh(): Promise<void> {
    for (const day of await namesIn(this.folder)) if (day.startsWith('day=')) await this.refreshDay(day);
  }

  /** True when a file of this name is in the folder of that day. */
  has(day: string, name: string): boolean {
    return this.days.get(day)?.files.has(name) ?? false;
  }

  /** Notes a file that was just written. */
  add(day: string, name: string, eventIds: readonly string[]): void {
    const known = this.days.get(day);
    const files: KnownFiles = known?.files ?? new Map();
    const sorted = eventIds.toSorted();
    const path = join(this.folder, day, name);
    files.set(name, { path, least: sorted[0] ?? null, most: sorted.at(-1) ?? null });
    this.days.set(day, { atMs: null, files });
    this.keep(path, new Set(eventIds));
  }

  /** Those of the ids that some file has. */
  async existing(eventIds: readonly string[]): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    const sorted = eventIds.toSorted();
    for (const { files } of this.days.values())
      for (const file of files.values()) {
        const { least, most } = file;
        if (least === null || most === null) continue;
        const first = firstAtLeast(sorted, least);
        if (first === sorted.length || sorted[first]! > most) continue;
        const ids = await this.idsOf(file);
        for (let at = first; at < sorted.length && sorted[at]! <= most; at += 1)
          if (ids.has(sorted[at]!)) found.add(sorted[at]!);
      }
    return found;
  }

  private async refreshDay(day: string): Promise<void> {
    const folder = join(this.folder, day);
    const known = this.days.get(day);
    const { mtimeMs } = await stat(folder);
    if (known?.atMs === mtimeMs) return;
    const nowMs = this.now();
    if (known === undefined) await removeAbandoned(folder, nowMs);
    const files: KnownFiles = new Map();
    for (const name of await namesIn(folder)) {
      if (!name.endsWith('.parquet')) continue;
      const file = known?.files.get(name) ?? (await this.describe(join(folder, name)));
      if (file !== null) files.set(name, file);
    }
    const atMs = Math.abs(nowMs - mtimeMs) > UNSETTLED_MS ? mtimeMs : null;
    this.days.set(day, { atMs, files });
  }

  /** Null when the file was removed meanwhile. */
  private async describe(path: string): Promise<KnownFile | null> {
    try {
      const range = await ParquetFile.use(this.library, path, (file) => file.range(EVENT_KEY));
      return range === null
        ? { path, least: null, most: null }
        : { path, least: String(range.least), most: String(range.most) };
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    }
  }

  private async idsOf({ path }: KnownFile): Promise<ReadonlySet<string>> {
    const kept = this.ids.get(path);
    if (kept !== undefined) {
      this.ids.delete(path);
      this.ids.set(path, kept);
      return kept;
    }
    const rows = await ParquetFile.use(this.library, path, (file) => file.rows([EVENT_KEY]));
    const ids = new Set(rows.map((row) => String(row[EVENT_KEY])));
    this.keep(path, ids);
    return ids;
  }

  private keep(path: string, ids: ReadonlySet<string>): void {
    this.keptIds += ids.size - (this.ids.get(path)?.size ?? 0);
    this.ids.delete(path);
    this.ids.set(path, ids);
    for (const [oldest, { size }] of this.ids) {
      if (this.keptIds <= MAX_KEPT_IDS || oldest === path) break;
      this.ids.delete(oldest);
      this.keptIds -= size;
    }
  }
}

type KnownFiles = Map<string, KnownFile>;

/** Place of the first element that is not less, by halving. */
function firstAtLeast(sorted: readonly string[], least: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

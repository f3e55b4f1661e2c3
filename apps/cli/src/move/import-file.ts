import type { registry } from '#libs/gen';
import { open, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Io } from '../io.js';
import { countText } from './count-records.js';
import type { Endpoint } from './open-stream.js';
import { indexRecords, type IndexedRecord, type RecordIndex } from './record-index.js';
import { sendRecords } from './send-records.js';
import { ImportTally } from './import-tally.js';

const BATCH_RECORDS = 1_000;
const BATCH_BYTES = 4 * 1024 * 1024;
/** Versions after which progress is told. */
const TELL_EVERY = 10_000;

/** Sends a file of records to a registry, or asks what would come of it. **Throws** BAD_REQUEST for the file, what the registry refuses as a whole, REGISTRY_UNREACHABLE. */
export async function importFile(
  io: Io,
  path: string,
  endpoint: Endpoint,
  dryRun: boolean,
): Promise<ImportTally> {
  const index = await indexRecords(io.cwd, path);
  const file = await open(resolve(io.cwd, path));
  try {
    const tally = new ImportTally();
    for (const { name, problem } of index.leftOut) tally.leaveOut(name, problem);
    await new Sending(io, file, endpoint, dryRun, tally).all(index);
    return tally;
  } finally {
    await file.close();
  }
}

class Sending {
  private readonly byKey = new Map<string, IndexedRecord>();

  constructor(
    private readonly io: Io,
    private readonly file: FileHandle,
    private readonly endpoint: Endpoint,
    private readonly dryRun: boolean,
    private readonly tally: ImportTally,
  ) {}

  async all({ facts, versions }: RecordIndex): Promise<void> {
    for (const one of versions) if (!this.byKey.has(one.key)) this.byKey.set(one.key, one);
    for (const batch of batchesOf(facts)) await this.send(batch, withoutCounter);
    let [sent, told] = [0, 0];
    for (const batch of batchesOf(versions)) {
      await this.send(batch, (line) => line);
      sent += batch.length;
      if (sent - told < TELL_EVERY) continue;
      told = sent;
      const of = countText(versions.length, 'versions');
      this.io.stderr(`protokoll: ${sent.toLocaleString('en-US')} of ${of}\n`);
    }
    // Counters go up at last: before that a version would be in the past of its subject.
    const subjects = facts.filter(({ kind }) => kind === 'subject');
    for (const batch of batchesOf(subjects)) await this.sendLines(await this.read(batch), [], batch);
  }

  private async send(batch: readonly IndexedRecord[], change: (line: string) => string): Promise<void> {
    const assumed = this.dryRun ? this.outside(batch) : [];
    const before = (await this.read(assumed)).map(assume);
    await this.sendLines([...before, ...(await this.read(batch)).map(change)], assumed, batch);
  }

  private async sendLines(
    lines: readonly string[],
    assumed: readonly IndexedRecord[],
    batch: readonly IndexedRecord[],
  ): Promise<void> {
    const outcomes = await sendRecords(this.io, this.endpoint, lines, this.dryRun);
    for (const outcome of outcomes) {
      const record = batch[(outcome.index ?? 0) - assumed.length];
      if (record !== undefined) this.tally.add(record, outcome);
    }
  }

  /** What a batch refers to that came before it: a dry run has stored none of it. In the order of the file's index. */
  private outside(batch: readonly IndexedRecord[]): IndexedRecord[] {
    const own = new Set(batch.map(({ key }) => key));
    const found = new Set<IndexedRecord>();
    const visit = (record: IndexedRecord): void => {
      for (const key of record.references) {
        const target = this.byKey.get(key);
        if (target === undefined || own.has(key) || found.has(target)) continue;
        visit(target);
        found.add(target);
      }
    };
    batch.forEach(visit);
    return [...found];
  }

  private async read(records: readonly IndexedRecord[]): Promise<string[]> {
    const lines: string[] = [];
    for (const { offset, size } of records) {
      const buffer = Buffer.alloc(size);
      await this.file.read(buffer, 0, size, offset);
      lines.push(buffer.toString('utf8'));
    }
    return lines;
  }
}

function* batchesOf(records: readonly IndexedRecord[]): Generator<IndexedRecord[]> {
  let batch: IndexedRecord[] = [];
  let size = 0;
  for (const record of records) {
    if (batch.length > 0 && (batch.length === BATCH_RECORDS || size + record.size > BATCH_BYTES)) {
      yield batch;
      [batch, size] = [[], 0];
    }
    batch.push(record);
    size += record.size;
  }
  if (batch.length > 0) yield batch;
}

function withoutCounter(line: string): string {
  const record = JSON.parse(line) as registry.MoveRecordJson;
  if (record.subject === undefined) return line;
  const { nextVersion: _counter, ...subject } = record.subject;
  return JSON.stringify({ subject });
}

function assume(line: string): string {
  const { version } = JSON.parse(line) as registry.MoveRecordJson;
  return JSON.stringify({ version: { ...version, assumed: true } });
}

import { RegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import { dependencyOrder } from '#libs/registry-client';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { readLines } from './read-lines.js';

/** The format that is read. */
export const FORMAT = 1;

/** Longest line that is sent: the registry's body limit with room for what goes along. */
const MAX_LINE_BYTES = 24 * 1024 * 1024;

/** Where a record is in its file, and what must come before it. */
export interface IndexedRecord {
  readonly kind: string;
  /** In the words of people, such as `orders version 2`. */
  readonly name: string;
  readonly key: string;
  readonly references: readonly string[];
  readonly subject: string;
  readonly version: number;
  readonly line: number;
  readonly offset: number;
  readonly size: number;
}

/** A record that is not sent, and why. */
export interface LeftOut {
  readonly name: string;
  readonly problem: string;
}

/** A file of records, ready to be sent. */
export interface RecordIndex {
  /** Contexts, settings, subjects. */
  readonly facts: readonly IndexedRecord[];
  /** Each after its subject's earlier ones and what it refers to. */
  readonly versions: readonly IndexedRecord[];
  readonly leftOut: readonly LeftOut[];
}

const FACTS = ['context', 'config', 'settings', 'subject'];

/** Reads where everything is, keeping no texts. **Throws** BAD_REQUEST for a file that is not there, cut, of another format, or no export. */
export async function indexRecords(cwd: string, path: string): Promise<RecordIndex> {
  const records: IndexedRecord[] = [];
  const leftOut: LeftOut[] = [];
  let end: registry.MoveEndJson | null = null;
  try {
    for await (const line of readLines(createReadStream(resolve(cwd, path)), MAX_LINE_BYTES)) {
      const { number, text, offset, size } = line;
      if (text === null) {
        const problem = `it is ${size} bytes long; the limit is ${MAX_LINE_BYTES}`;
        leftOut.push({ name: `line ${number}`, problem });
        continue;
      }
      if (text.trim() === '') continue;
      const record = parse(path, number, text);
      if (number === 1) checkHeader(path, record);
      if (record.end !== undefined) end = record.end;
      else if (record.header === undefined)
        records.push(placed(path, record, { line: number, offset, size }));
    }
  } catch (cause) {
    if (cause instanceof RegistryError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RegistryError('BAD_REQUEST', { problem: `'${path}' can not be read: ${why}` }, { cause });
  }
  const versions = records.filter(({ kind }) => kind === 'version');
  checkEnd(path, end, versions.length + leftOut.length);
  const facts = FACTS.flatMap((kind) => records.filter((record) => record.kind === kind));
  return { facts, ...inOrder(versions, leftOut) };
}

function inOrder(
  versions: readonly IndexedRecord[],
  leftOut: readonly LeftOut[],
): Pick<RecordIndex, 'versions' | 'leftOut'> {
  const earlier = new Map<IndexedRecord, string>();
  const last = new Map<string, IndexedRecord>();
  for (const one of [...versions].sort((a, b) => a.version - b.version)) {
    const before = last.get(one.subject);
    if (before !== undefined && before.key !== one.key) earlier.set(one, before.key);
    last.set(one.subject, one);
  }
  const { order, cycles } = dependencyOrder(
    versions.map((one) => ({
      key: one.key,
      after: [...(earlier.has(one) ? [earlier.get(one)!] : []), ...one.references],
    })),
  );
  const inCycles = cycles.flatMap((cycle) => {
    const names = cycle.map((place) => versions[place]?.name ?? '');
    return names.map((name) => ({ name, problem: `it refers to itself by way of ${names.join(', ')}` }));
  });
  return { versions: order.map((place) => versions[place]!), leftOut: [...leftOut, ...inCycles] };
}

function parse(path: string, line: number, text: string): registry.MoveRecordJson {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below.
  }
  throw bad(path, `line ${line} is no JSON object; the file may be cut`);
}

function checkHeader(path: string, { header }: registry.MoveRecordJson): void {
  if (header === undefined) throw bad(path, 'its first line is no header; it is no export');
  const { format } = header;
  if (format !== FORMAT)
    throw bad(path, `its format is ${format ?? 0}, and only ${FORMAT} is known; use a newer protokoll`);
}

function checkEnd(path: string, end: registry.MoveEndJson | null, versions: number): void {
  if (end === null) throw bad(path, 'it has no last line that says how much there is; it is cut');
  const { versions: told = 0 } = end;
  if (told !== versions)
    throw bad(path, `it has ${versions} versions and says that it has ${told}; lines are missing`);
}

function placed(
  path: string,
  record: registry.MoveRecordJson,
  place: Pick<IndexedRecord, 'line' | 'offset' | 'size'>,
): IndexedRecord {
  const [kind = ''] = Object.keys(record);
  if (kind !== 'version' && !FACTS.includes(kind))
    throw bad(path, `line ${place.line} has a record that is not known`);
  const { subject = '', version = 0, references = [] } = record.version ?? {};
  const keyOf = (name: string, number: number): string => `${name.replace(/^:\.:/, '')}/${number}`;
  const scope =
    record.config?.scope ?? record.settings?.scope ?? record.context?.name ?? record.subject?.name ?? '';
  return {
    ...place,
    kind,
    name: kind === 'version' ? `${subject} version ${version}` : `${kind} of ${scope === '' ? 'all' : scope}`,
    key: keyOf(subject, version),
    references: references.map((one) => keyOf(one.subject ?? '', one.version ?? 0)),
    subject,
    version,
  };
}

function bad(path: string, why: string): RegistryError {
  return new RegistryError('BAD_REQUEST', { problem: `'${path}' can not be imported: ${why}.` });
}

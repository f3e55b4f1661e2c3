import type { EventSource, EventVersion } from '../event.js';
import { OWN } from './own-tables.js';
import { storable } from './source-columns.js';
import type { Statements } from './statements.js';

const UPSERT = `
INSERT INTO ${OWN.usage} (hour, type, fingerprint, subject, version, app_id, app_version, platform,
  events, bytes, rejected, drift, first_seen_ms, last_seen_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET events = events + excluded.events, bytes = bytes + excluded.bytes,
  rejected = rejected + excluded.rejected, drift = drift + excluded.drift,
  first_seen_ms = min(first_seen_ms, excluded.first_seen_ms), last_seen_ms = max(last_seen_ms, excluded.last_seen_ms)`;

const HOUR_LENGTH = '2026-01-01T10'.length;
const HOUR_MS = 3_600_000;

interface Entry {
  readonly key: readonly (string | number)[];
  events: number;
  bytes: number;
  rejected: number;
  drift: number;
  firstMs: number;
  lastMs: number;
}

/** Adds up the usage of one transaction. Only what was really written is told to it, so that it equals the tables. */
export class UsageTally {
  private readonly entries = new Map<string, Entry>();
  private last: {
    readonly source: EventSource;
    readonly version: EventVersion | null;
    readonly entry: Entry;
  } | null = null;

  /** An event became a row. */
  row(source: EventSource, version: EventVersion, drift: boolean): void {
    const entry = this.entry(source, version);
    entry.events += 1;
    entry.bytes += source.payload.byteLength;
    if (drift) entry.drift += 1;
  }

  /** An event became a dead letter. */
  deadLetter(source: EventSource, version: EventVersion | null): void {
    this.entry(source, version).rejected += 1;
  }

  /** Writes the sums; within the transaction. */
  store(statements: Statements): void {
    const upsert = statements.of(UPSERT);
    for (const { key, events, bytes, rejected, drift, firstMs, lastMs } of this.entries.values())
      upsert.run(...key, events, bytes, rejected, drift, firstMs, lastMs);
  }

  private entry(source: EventSource, version: EventVersion | null): Entry {
    const entry = this.sameAsLast(source, version) ?? this.find(source, version);
    this.last = { source, version, entry };
    entry.firstMs = Math.min(entry.firstMs, source.ingestTimeMs);
    entry.lastMs = Math.max(entry.lastMs, source.ingestTimeMs);
    return entry;
  }

  /** Events come in batches of one app: most have their predecessor's entry, and naming it costs more than writing a row. */
  private sameAsLast(source: EventSource, version: EventVersion | null): Entry | null {
    const { last } = this;
    if (last === null || last.version !== version) return null;
    const same =
      last.source.ref === source.ref &&
      last.source.appId === source.appId &&
      last.source.appVersion === source.appVersion &&
      last.source.platform === source.platform &&
      Math.floor(last.source.ingestTimeMs / HOUR_MS) === Math.floor(source.ingestTimeMs / HOUR_MS);
    return same ? last.entry : null;
  }

  private find(source: EventSource, version: EventVersion | null): Entry {
    const atMs = source.ingestTimeMs;
    const fingerprint = version?.fingerprint ?? source.ref.fingerprint ?? '';
    const { appId, appVersion, platform } = source;
    const hour = Math.floor(atMs / HOUR_MS);
    const { type } = source.ref;
    const name = JSON.stringify([hour, fingerprint, version, appId, appVersion, platform, type]);
    let entry = this.entries.get(name);
    if (entry === undefined) {
      const key = [
        hourText(atMs),
        storable(type),
        fingerprint,
        version?.subject ?? '',
        version?.version ?? 0,
        storable(appId),
        storable(appVersion),
        storable(platform),
      ];
      entry = { key, events: 0, bytes: 0, rejected: 0, drift: 0, firstMs: atMs, lastMs: atMs };
      this.entries.set(name, entry);
    }
    return entry;
  }
}

function hourText(ms: number): string {
  return new Date(ms).toISOString().slice(0, HOUR_LENGTH);
}

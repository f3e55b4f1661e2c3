import type { registry } from '#libs/gen';
import { confluentVersion, settingsRecords, type ConfluentSchema } from './confluent-records.js';

type Json = Readonly<Record<string, unknown>>;

interface StoredSchema {
  readonly value: Json;
  readonly deleted: boolean;
}

/** What the messages of a topic `_schemas` come to, as a registry that reads it from the start has it in memory. */
export class TopicState {
  private readonly subjects = new Map<string, Map<number, StoredSchema>>();
  /** The highest version that a subject ever had, and the highest id of a context. */
  private readonly highest = new Map<string, number>();
  private readonly highestId = new Map<string, number>();
  private readonly configs = new Map<string, Json>();
  private readonly modes = new Map<string, string>();

  /** Takes the next message; false for one whose kind says nothing here. */
  take(key: Json, value: Json | null): boolean {
    const subject = typeof key['subject'] === 'string' ? key['subject'] : '';
    switch (key['keytype']) {
      case 'SCHEMA':
        return this.takeSchema(subject, Number(key['version']), value);
      case 'CONFIG':
        keep(this.configs, scopeOf(subject), value);
        return true;
      case 'MODE':
        keep(this.modes, scopeOf(subject), value === null ? null : String(value['mode']));
        return true;
      case 'DELETE_SUBJECT':
        this.markDeleted(subject, Number(value?.['version'] ?? Infinity));
        return true;
      case 'CLEAR_SUBJECT':
        this.subjects.delete(subject);
        return true;
      case 'NOOP':
        return true;
      default:
        return false;
    }
  }

  /** Everything as an export has it. */
  *records(): Generator<registry.MoveRecordJson> {
    yield { header: { format: 1, source: 'topic' } };
    for (const [name, id] of sorted(this.highestId)) yield { context: { name, nextId: id + 1 } };
    for (const scope of [...new Set([...this.configs.keys(), ...this.modes.keys()])].sort()) {
      const { subject: _subject, ...config } = this.configs.get(scope) ?? {};
      yield* settingsRecords(scope, config, this.modes.get(scope) ?? null);
    }
    for (const [name, version] of sorted(this.highest)) yield { subject: { name, nextVersion: version + 1 } };
    let versions = 0;
    for (const [subject, stored] of sorted(this.subjects))
      for (const [, { value, deleted }] of [...stored].sort(([one], [other]) => one - other)) {
        versions += 1;
        yield { version: confluentVersion(subject, value as ConfluentSchema, deleted) };
      }
    yield { end: { versions } };
  }

  private takeSchema(subject: string, version: number, value: Json | null): boolean {
    if (subject === '' || !Number.isInteger(version)) return false;
    this.highest.set(subject, Math.max(version, this.highest.get(subject) ?? 0));
    const versions = this.subjects.get(subject) ?? new Map<number, StoredSchema>();
    this.subjects.set(subject, versions);
    if (value === null) {
      versions.delete(version);
      return true;
    }
    const context = /^:(\.[^:]+):/u.exec(subject)?.[1] ?? '.';
    this.highestId.set(context, Math.max(Number(value['id']) || 0, this.highestId.get(context) ?? 0));
    versions.set(version, { value: { ...value, version }, deleted: value['deleted'] === true });
    return true;
  }

  private markDeleted(subject: string, upTo: number): void {
    for (const [version, stored] of this.subjects.get(subject) ?? [])
      if (version <= upTo) this.subjects.get(subject)?.set(version, { ...stored, deleted: true });
  }
}

/** The global scope has no name, or that of a context of its own. */
function scopeOf(subject: string): string {
  return subject === ':.__GLOBAL:' ? '' : subject;
}

function keep<T>(map: Map<string, T>, key: string, value: T | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([one], [other]) => (one < other ? -1 : 1));
}

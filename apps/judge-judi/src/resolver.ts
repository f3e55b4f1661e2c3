import type { Cell, Decoded, RowColumn } from '#libs/codec';
import type { registry } from '#libs/gen';
import type { CodecHandle, Lookup, RegistryClient, SchemaRef } from '#libs/registry-client';
import type { EventSchemaRef, EventVersion, ParkReason } from '#libs/sinks';
import { ENVELOPE } from '#libs/table-model';
import { pause } from './backoff.js';

/** Where rows go. One object for each (schema, message), so that rows can be gathered by it. */
export interface Destination {
  readonly table: string;
  readonly tableVersion: number;
  readonly version: EventVersion;
  /** Physical names, the envelope first. */
  readonly columns: readonly string[];
}

/** A codec that is ready to make rows. */
export interface RowMaker {
  readonly destination: Destination;
  /** Cells of the columns behind the envelope. */
  readonly decode: (bytes: Uint8Array) => Decoded<Cell[]>;
}

/** What a schema reference means for the events that carry it. */
export type Resolution =
  | { readonly kind: 'ready'; readonly maker: RowMaker }
  | { readonly kind: 'waiting'; readonly reason: ParkReason; readonly message: string }
  | {
      readonly kind: 'never';
      readonly reason: 'NO_TABLE' | 'RETIRED_SCHEMA' | 'UNKNOWN_TYPE';
      readonly message: string;
      readonly version: EventVersion | null;
    };

type Unknown = Lookup & { readonly status: 'unknown' };

/** Says whether tables are ready, and makes them so. */
export interface TableKeeper {
  /** True when the table has at least the version; tries to bring it there when it has not. */
  isReady(mapping: registry.TableMappingJson): Promise<boolean>;
}

/** How long a batch waits for the registry; then its events are parked and the lookup goes on behind their back. */
const PATIENCE_MS = 1_000;
/** Unknown references whose schema was looked for; senders choose them, so there must be a bound. */
const MAX_CHECKED = 10_000;

/** Finds out what references mean: codec from memory, disk or registry, table ready or not. */
export class Resolver {
  private readonly makers = new WeakMap<CodecHandle, RowMaker>();
  /** By reference: which of the client's answers was checked, and what came of it. */
  private readonly checked = new Map<
    string,
    { readonly retryAtMs: number; readonly resolution: Resolution }
  >();

  constructor(
    private readonly client: RegistryClient,
    private readonly tables: TableKeeper,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** Never throws for what the registry says or does not say; the sink's failures pass through. */
  async resolve(ref: EventSchemaRef): Promise<Resolution> {
    const schemaRef = toSchemaRef(ref);
    const handle = this.client.peek(schemaRef);
    if (handle !== null) return this.judgeHandle(handle, ref);
    const lookup = await this.lookup(schemaRef);
    if (lookup.status === 'found') return this.judgeHandle(lookup.handle, ref);
    return lookup.status === 'unknown' ? this.checkType(ref, lookup) : waiting(lookup);
  }

  /** A schema never changes: when it is there and lacks the message, it is useless to wait for it. */
  private async checkType(ref: EventSchemaRef, lookup: Unknown): Promise<Resolution> {
    const name = refName(ref);
    const before = this.checked.get(name);
    if (before?.resolution.kind === 'never' || before?.retryAtMs === lookup.retryAtMs)
      return before.resolution;
    const resolution = (await this.hasSchema(ref)) ? unknownType(ref) : waiting(lookup);
    if (this.checked.size >= MAX_CHECKED) this.checked.clear();
    this.checked.set(name, { retryAtMs: lookup.retryAtMs, resolution });
    return resolution;
  }

  private async hasSchema({ fingerprint, id }: EventSchemaRef): Promise<boolean> {
    try {
      await this.client.request('GET', `/api/v1/schemas/${fingerprint ?? id}`);
      return true;
    } catch {
      return false;
    }
  }

  private async lookup(ref: SchemaRef): Promise<Lookup> {
    const done = new AbortController();
    const late = pause(this.patienceMs, done.signal).then((): Lookup => ({
      status: 'unreachable',
      problem: 'it has not answered yet',
      retryAtMs: 0,
    }));
    const lookup = await Promise.race([this.client.lookup(ref), late]);
    done.abort();
    return lookup;
  }

  private async judgeHandle(handle: CodecHandle, ref: EventSchemaRef): Promise<Resolution> {
    const mapping = handle.table;
    if (mapping === null) {
      const message = `No subject has '${ref.type}' as a table. Annotate the message, or name it in the subject's settings.`;
      const version = { subject: '', version: 0, fingerprint: handle.fingerprint };
      return { kind: 'never', reason: 'NO_TABLE', message, version };
    }
    const { subject = '', version: number = 0, table = '', tableVersion = 0 } = mapping;
    const version = { subject, version: number, fingerprint: handle.fingerprint };
    if (mapping.state === 'RETIRED') {
      const message = `Version ${number} of '${subject}' is retired; its events are no longer taken.`;
      return { kind: 'never', reason: 'RETIRED_SCHEMA', message, version };
    }
    if (!(await this.tables.isReady(mapping))) {
      const message = `Table '${table}' is not yet at version ${tableVersion}.`;
      return { kind: 'waiting', reason: 'TABLE_BEHIND', message };
    }
    return { kind: 'ready', maker: this.makerOf(handle, mapping, version) };
  }

  private makerOf(handle: CodecHandle, mapping: registry.TableMappingJson, version: EventVersion): RowMaker {
    const known = this.makers.get(handle);
    if (known !== undefined) return known;
    const { columns = [], table = '', tableVersion = 0 } = mapping;
    const names = [...ENVELOPE, ...columns].map((column) => column.name ?? '');
    const paths = columns.map(({ path = [], form = 'json' }) => ({ path, form: form as RowColumn['form'] }));
    const destination = { table, tableVersion, version, columns: names };
    const maker = { destination, decode: handle.codec.rowDecoder(paths) };
    this.makers.set(handle, maker);
    return maker;
  }
}

/** The registry client's form of an event's reference. */
export function toSchemaRef({ fingerprint, id, type }: EventSchemaRef): SchemaRef {
  return fingerprint === null ? { id: id ?? 0, type } : { fingerprint, type };
}

/** One text for a reference: what one resolution is good for. */
export function refName({ fingerprint, id, type }: EventSchemaRef): string {
  return `${fingerprint ?? id}/${type}`;
}

function unknownType({ type }: EventSchemaRef): Resolution {
  const message = `The schema has no message '${type.slice(0, 200)}', and never will.`;
  return { kind: 'never', reason: 'UNKNOWN_TYPE', message, version: null };
}

function waiting(lookup: Exclude<Lookup, { status: 'found' }>): Resolution {
  const kind = 'waiting';
  switch (lookup.status) {
    case 'unknown':
      return { kind, reason: 'UNKNOWN_SCHEMA', message: 'The registry does not know the schema.' };
    case 'unreachable':
      return {
        kind,
        reason: 'REGISTRY_UNREACHABLE',
        message: `The registry could not be asked: ${lookup.problem}.`,
      };
    case 'invalid':
      return {
        kind,
        reason: 'SCHEMA_INVALID',
        message: `What the registry answered can not be used: ${lookup.problem}.`,
      };
  }
}

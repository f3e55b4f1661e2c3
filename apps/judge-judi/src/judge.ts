import type { Cell, Decoded, RowColumn } from '#libs/codec';
import type { registry } from '#libs/gen';
import type { CodecHandle, Lookup, RegistryClient, SchemaRef } from '#libs/registry-client';
import type {
  DeadLetter,
  EventSchemaRef,
  EventSource,
  EventVersion,
  ParkReason,
  ParkedEvent,
  SinkRow,
} from '#libs/sinks';
import { ENVELOPE } from '#libs/table-model';

/** Where a row goes. One object for each (schema, message), so that rows can be gathered by it. */
export interface Destination {
  readonly table: string;
  readonly tableVersion: number;
  readonly version: EventVersion;
  /** Physical names, the envelope first. */
  readonly columns: readonly string[];
}

/** What becomes of an event. */
export type Judgement =
  | { readonly kind: 'row'; readonly destination: Destination; readonly row: SinkRow }
  | { readonly kind: 'dead'; readonly letter: DeadLetter }
  | { readonly kind: 'parked'; readonly event: ParkedEvent };

/** Brings tables up to date; see {@link Migrator}. */
export interface TableKeeper {
  /** Version of a table, 0 when there is none. */
  tableVersion(table: string): Promise<number>;
  /** Migrates the tables of a version now. Failures are logged and leave the table behind. */
  ensure(subject: string, version: number): Promise<void>;
}

/** What is known of the attempt. */
export interface Attempt {
  readonly deliveryCount: number;
  /** When the event began to wait; null when it comes from the log. */
  readonly parkedSinceMs: number | null;
  readonly nowMs: number;
}

/** A codec that is ready to make rows. */
interface RowMaker {
  readonly destination: Destination;
  readonly decode: (bytes: Uint8Array) => Decoded<Cell[]>;
}

/** Judges events one by one, each by the schema that its writer had: a bad one never harms another. */
export class Judge {
  private readonly makers = new WeakMap<CodecHandle, RowMaker>();

  constructor(
    private readonly client: RegistryClient,
    private readonly tables: TableKeeper,
    private readonly options: { readonly parkLimitMs: number },
  ) {}

  /** What becomes of the event. Never throws for what is wrong with the event; the sink's failures pass through. */
  async judge(source: EventSource, attempt: Attempt): Promise<Judgement> {
    const ref = toSchemaRef(source.ref);
    if (ref === null) return dead(source, attempt, null, 'BAD_ENVELOPE', 'The event names no schema.');
    const handle = this.client.peek(ref);
    if (handle !== null) return this.judgeBy(handle, source, attempt);
    const lookup = await this.client.lookup(ref);
    return lookup.status === 'found'
      ? this.judgeBy(lookup.handle, source, attempt)
      : this.park(source, attempt, ...reasonOf(lookup));
  }

  private async judgeBy(handle: CodecHandle, source: EventSource, attempt: Attempt): Promise<Judgement> {
    const mapping = handle.table;
    const version = {
      subject: mapping?.subject ?? '',
      version: mapping?.version ?? 0,
      fingerprint: handle.fingerprint,
    };
    if (mapping === null) {
      return dead(
        source,
        attempt,
        version,
        'NO_TABLE',
        `No subject has '${source.ref.type}' as a table. Annotate the message, or name it in the subject's settings.`,
      );
    }
    if (mapping.state === 'RETIRED') {
      return dead(
        source,
        attempt,
        version,
        'RETIRED_SCHEMA',
        `Version ${version.version} of '${version.subject}' is retired.`,
      );
    }
    if (!(await this.isReady(mapping))) {
      return this.park(
        source,
        attempt,
        'TABLE_BEHIND',
        `Table '${mapping.table ?? ''}' is not yet at version ${mapping.tableVersion ?? 0}.`,
      );
    }
    return this.makeRow(this.makerOf(handle, mapping, version), source, attempt);
  }

  private makeRow({ destination, decode }: RowMaker, source: EventSource, attempt: Attempt): Judgement {
    const decoded = decode(source.payload);
    if (!decoded.ok) {
      const reason = decoded.reason === 'TOO_LARGE' ? 'TOO_LARGE' : 'DECODE_ERROR';
      return {
        kind: 'dead',
        letter: letterOf(
          source,
          attempt,
          destination.version,
          reason,
          `${decoded.reason}: ${decoded.message}`,
          decoded.path,
        ),
      };
    }
    const cells = [...envelopeCells(source, destination.version), ...decoded.value];
    return { kind: 'row', destination, row: { cells, source, drift: decoded.unknownFields } };
  }

  private async isReady(mapping: registry.TableMappingJson): Promise<boolean> {
    const needed = mapping.tableVersion ?? 0;
    const table = mapping.table ?? '';
    if ((await this.tables.tableVersion(table)) >= needed) return true;
    await this.tables.ensure(mapping.subject ?? '', mapping.version ?? 0);
    return (await this.tables.tableVersion(table)) >= needed;
  }

  private makerOf(handle: CodecHandle, mapping: registry.TableMappingJson, version: EventVersion): RowMaker {
    let maker = this.makers.get(handle);
    if (maker === undefined) {
      const columns = mapping.columns ?? [];
      const forms = columns.map((column): RowColumn => ({
        path: column.path ?? [],
        form: column.form as RowColumn['form'],
      }));
      const names = [...ENVELOPE.map((column) => column.name), ...columns.map((column) => column.name ?? '')];
      const destination = {
        table: mapping.table ?? '',
        tableVersion: mapping.tableVersion ?? 0,
        version,
        columns: names,
      };
      maker = { destination, decode: handle.codec.rowDecoder(forms) };
      this.makers.set(handle, maker);
    }
    return maker;
  }

  /** A good event waits, but not for ever. */
  private park(source: EventSource, attempt: Attempt, reason: ParkReason, message: string): Judgement {
    const parkedAtMs = attempt.parkedSinceMs ?? attempt.nowMs;
    if (attempt.nowMs - parkedAtMs > this.options.parkLimitMs)
      return dead(source, attempt, null, reason, `${message} It waited too long.`);
    return { kind: 'parked', event: { source, reason, parkedAtMs } };
  }
}

function reasonOf(lookup: Exclude<Lookup, { status: 'found' }>): [ParkReason, string] {
  switch (lookup.status) {
    case 'unknown':
      return ['UNKNOWN_SCHEMA', 'The registry does not know the schema, or it has no such message.'];
    case 'unreachable':
      return ['REGISTRY_UNREACHABLE', `The registry could not be asked: ${lookup.problem}`];
    case 'invalid':
      return ['SCHEMA_INVALID', `What the registry answered can not be used: ${lookup.problem}`];
  }
}

/** The client's form of an event's reference; null when it names nothing. */
export function toSchemaRef(ref: EventSchemaRef): SchemaRef | null {
  if (ref.fingerprint !== null) return { fingerprint: ref.fingerprint, type: ref.type };
  return ref.id === null ? null : { id: ref.id, type: ref.type };
}

const US_PER_MS = 1_000;

/** In the order of table-model's ENVELOPE. */
function envelopeCells(source: EventSource, version: EventVersion): Cell[] {
  const eventTimeMs = source.createdAtMs === 0 ? source.ingestTimeMs : source.createdAtMs;
  return [
    source.eventId,
    eventTimeMs * US_PER_MS,
    source.ingestTimeMs * US_PER_MS,
    version.subject,
    version.version,
    version.fingerprint,
    orNull(source.appId),
    orNull(source.appVersion),
    orNull(source.platform),
    source.batchId,
    source.seq,
  ];
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

function dead(
  source: EventSource,
  attempt: Attempt,
  version: EventVersion | null,
  reason: string,
  message: string,
): Judgement {
  return { kind: 'dead', letter: letterOf(source, attempt, version, reason, message, null) };
}

function letterOf(
  source: EventSource,
  attempt: Attempt,
  version: EventVersion | null,
  reason: string,
  message: string,
  path: string | null,
): DeadLetter {
  return { source, reason, message, path, version, deliveryCount: attempt.deliveryCount };
}

import type { Metrics } from '#libs/nest-kit';
import type { SinkResult } from '#libs/sinks';
import type { Judgement } from './judge.js';

const SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60] as const;
const EVENTS = [1, 10, 100, 1_000, 10_000] as const;
const MS = 1_000;

/** The worker's metrics. Labels are bounded: types and versions come from the registry, reasons from a closed list. */
export class WorkerMetrics {
  /** Deliveries beyond a batch's first. */
  readonly redeliveries;
  /** Times that something had to be tried again since the database, the disk or the log failed. */
  readonly retries;
  private readonly events;
  private readonly rejected;
  private readonly duplicates;
  private readonly unknownFields;
  private readonly decodeSeconds;
  private readonly commitSeconds;
  private readonly batchSize;
  private readonly eventToRow;
  private readonly clientToRow;

  constructor(metrics: Metrics) {
    const labels = ['type', 'version', 'outcome'] as const;
    this.events = metrics.counter('worker_events_total', 'Events judged, by what became of them', labels);
    this.rejected = metrics.counter('worker_rejected_total', 'Events that became dead letters', ['reason']);
    this.duplicates = metrics.counter('worker_duplicates_total', 'Events that were there already');
    this.redeliveries = metrics.counter('worker_redeliveries_total', 'Batches that came again');
    this.retries = metrics.counter('worker_retries_total', 'Failures of database, disk or log');
    this.unknownFields = metrics.counter(
      'worker_unknown_fields_total',
      'Rows whose payload had fields that their own schema lacks',
    );
    this.decodeSeconds = metrics.histogram('worker_decode_seconds', 'Judging a batch', [], SECONDS);
    this.commitSeconds = metrics.histogram('worker_commit_seconds', 'Writing a batch', [], SECONDS);
    this.batchSize = metrics.histogram('worker_batch_size', 'Events of one transaction', [], EVENTS);
    this.eventToRow = metrics.histogram(
      'worker_event_to_row_seconds',
      'From acceptance to the committed row, of the oldest in each transaction',
      [],
      SECONDS,
    );
    this.clientToRow = metrics.histogram(
      'worker_client_to_row_seconds',
      "From the sender's clock to the committed row, of the oldest in each transaction",
      [],
      SECONDS,
    );
  }

  /** Call the answer when judging is done. */
  timeDecode(): () => void {
    return this.decodeSeconds.startTimer();
  }

  /** Call the answer when the transaction is committed. */
  timeCommit(): () => void {
    return this.commitSeconds.startTimer();
  }

  /** Counts what was committed. Rows that were duplicates count as rows here; the sink's own counts tell them apart. */
  count(judgements: readonly Judgement[], result: SinkResult, nowMs: number): void {
    if (judgements.length > 0) this.batchSize.observe(judgements.length);
    this.duplicates.inc(result.duplicates);
    for (const judgement of judgements) {
      if (judgement.kind === 'row') continue;
      this.events.inc({ type: '', version: '', outcome: judgement.kind });
      if (judgement.kind === 'dead') this.rejected.inc({ reason: judgement.letter.reason });
    }
    if (result.rejected.length > 0) this.rejected.inc({ reason: 'SINK_REJECTED' }, result.rejected.length);
    this.countRows(judgements, nowMs);
  }

  /** By destination, since a labelled counter costs as much as decoding an event. */
  private countRows(judgements: readonly Judgement[], nowMs: number): void {
    const counts = new Map<object, { labels: Record<'type' | 'version', string>; rows: number }>();
    let [ingestMs, createdMs, drift] = [nowMs, nowMs, 0];
    for (const judgement of judgements) {
      if (judgement.kind !== 'row') continue;
      const { source } = judgement.row;
      const { version } = judgement.destination;
      const known = counts.get(judgement.destination);
      if (known !== undefined) known.rows += 1;
      else {
        const labels = { type: source.ref.type, version: `${version.subject}@${version.version}` };
        counts.set(judgement.destination, { labels, rows: 1 });
      }
      if (judgement.row.drift) drift += 1;
      ingestMs = Math.min(ingestMs, source.ingestTimeMs);
      if (source.createdAtMs > 0) createdMs = Math.min(createdMs, source.createdAtMs);
    }
    if (counts.size === 0) return;
    for (const { labels, rows } of counts.values()) this.events.inc({ ...labels, outcome: 'row' }, rows);
    this.unknownFields.inc(drift);
    this.eventToRow.observe((nowMs - ingestMs) / MS);
    this.clientToRow.observe((nowMs - createdMs) / MS);
  }
}

import type { Metrics } from '#libs/nest-kit';
import type { SinkResult } from '#libs/sinks';
import type { Judgement } from './judge.js';

const SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] as const;
const MS = 1_000;

/** The worker's metrics. Labels are bounded: types and versions come from the registry, reasons from a closed list. */
export class WorkerMetrics {
  private readonly events;
  private readonly rejected;
  private readonly duplicates;
  private readonly unknownFields;
  private readonly decodeSeconds;
  private readonly commitSeconds;
  private readonly batchSize;
  private readonly eventToRow;

  constructor(metrics: Metrics) {
    this.events = metrics.counter('worker_events_total', 'Events judged, by what became of them', [
      'type',
      'version',
      'outcome',
    ]);
    this.rejected = metrics.counter('rejected_total', 'Events that became dead letters', ['reason']);
    this.duplicates = metrics.counter('duplicates_total', 'Events that were there already');
    this.unknownFields = metrics.counter(
      'unknown_fields_total',
      'Rows whose payload had fields that their own schema lacks',
    );
    this.decodeSeconds = metrics.histogram('decode_seconds', 'Judging one batch', [], SECONDS);
    this.commitSeconds = metrics.histogram('commit_seconds', 'Writing one batch', [], SECONDS);
    this.batchSize = metrics.histogram(
      'batch_size',
      'Events in one transaction',
      [],
      [1, 10, 100, 1_000, 10_000],
    );
    this.eventToRow = metrics.histogram(
      'event_to_row_seconds',
      'From acceptance to the committed row',
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

  /** Counts what was committed. */
  count(judgements: readonly Judgement[], result: SinkResult, nowMs: number): void {
    this.batchSize.observe(judgements.length);
    this.duplicates.inc(result.duplicates);
    for (const judgement of judgements) {
      switch (judgement.kind) {
        case 'row': {
          const { version } = judgement.destination;
          this.events.inc({
            type: judgement.row.source.ref.type,
            version: `${version.subject}@${version.version}`,
            outcome: 'row',
          });
          this.eventToRow.observe(Math.max(0, nowMs - judgement.row.source.ingestTimeMs) / MS);
          if (judgement.row.drift) this.unknownFields.inc();
          break;
        }
        case 'dead':
          this.events.inc({ type: '', version: '', outcome: 'dead' });
          this.rejected.inc({ reason: judgement.letter.reason });
          break;
        case 'parked':
          this.events.inc({ type: '', version: '', outcome: 'parked' });
          break;
      }
    }
  }
}

import type { DeadLetter, RejectedRow, RowBatch, SinkBatch, SinkRow, TableSink } from '#libs/sinks';

/**
 * The databases that rows go to beside the worker's own. They get a batch first: what fails there fails the whole, the log is not
 * told, and the batch comes again; rows that are there already are not doubled. So once the worker's own database has a row, every
 * mirror has it.
 */
export class Mirrors {
  constructor(private readonly sinks: readonly TableSink[]) {}

  /**
   * Writes the rows of a batch; answers the batch for the worker's own database: rows that a mirror refused are dead letters in it.
   * **Throws** TABLE_BEHIND, SINK_UNAVAILABLE.
   */
  async write(batch: SinkBatch): Promise<SinkBatch> {
    let left = batch;
    if (batch.rows.length === 0) return left;
    for (const sink of this.sinks) {
      const { rejected } = await sink.writeRows(left.rows);
      if (rejected.length > 0) left = withoutRejected(left, rejected, sink.dialect);
    }
    return left;
  }
}

function withoutRejected(batch: SinkBatch, rejected: readonly RejectedRow[], dialect: string): SinkBatch {
  const problems = new Map(rejected.map((one) => [one.eventId, one]));
  const deadLetters: DeadLetter[] = [];
  const keeps = ({ version }: RowBatch, { source }: SinkRow): boolean => {
    const problem = problems.get(source.eventId);
    if (problem === undefined) return true;
    const message = `${dialect}: ${problem.errorClass}: ${problem.message}`;
    const reason = 'SINK_REJECTED';
    deadLetters.push({ source, reason, message, path: problem.column, version, deliveryCount: 1 });
    return false;
  };
  const rows = batch.rows.map((part) => ({ ...part, rows: part.rows.filter((row) => keeps(part, row)) }));
  return { ...batch, rows, deadLetters: [...batch.deadLetters, ...deadLetters] };
}

import type { DeadLetter, ParkedEvent, RowBatch, SinkBatch, SinkRow } from '#libs/sinks';
import type { Judgement } from './judge.js';
import type { Destination } from './resolver.js';

/** What belongs to a batch beside its judgements. */
export type BatchFacts = Pick<SinkBatch, 'accepted' | 'deliveries' | 'unparked'>;

/** Judgements as the sink wants them: rows by table and version, otherwise in their order. */
export function gather(judgements: readonly Judgement[], facts: BatchFacts): SinkBatch {
  const rows = new Map<Destination, SinkRow[]>();
  const deadLetters: DeadLetter[] = [];
  const parked: ParkedEvent[] = [];
  for (const judgement of judgements) {
    switch (judgement.kind) {
      case 'row': {
        const known = rows.get(judgement.destination);
        if (known === undefined) rows.set(judgement.destination, [judgement.row]);
        else known.push(judgement.row);
        break;
      }
      case 'dead':
        deadLetters.push(judgement.letter);
        break;
      case 'parked':
        parked.push(judgement.event);
        break;
    }
  }
  const batches = [...rows].map(([destination, list]): RowBatch => ({ ...destination, rows: list }));
  return { rows: batches, deadLetters, parked, ...facts };
}

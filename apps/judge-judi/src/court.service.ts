import type { Logger } from '@nestjs/common';
import { RegistryError, isRegistryError } from '#libs/errors';
import type { EventSink, SinkResult } from '#libs/sinks';
import { failpoint } from './failpoint.js';
import { gather, type BatchFacts } from './gather.js';
import { judge, type Arrival, type Judgement } from './judge.js';
import type { Migrator } from './migrator.service.js';
import type { Mirrors } from './mirrors.js';
import { refName, type Resolution, type Resolver } from './resolver.js';
import type { WorkerMetrics } from './worker-metrics.js';

/** Where events are judged and judgements become lasting: one transaction for each sitting. */
export class Court {
  constructor(
    private readonly resolver: Resolver,
    private readonly ends: { readonly sink: EventSink; readonly mirrors: Mirrors },
    private readonly migrator: Migrator,
    private readonly metrics: WorkerMetrics,
    private readonly logger: Logger,
    private readonly options: { readonly maxParked: number },
  ) {}

  /** Judges events in their order; each distinct schema is resolved once. The sink's failures pass through. */
  async judgeAll(arrivals: readonly Arrival[]): Promise<Judgement[]> {
    const resolutions = await this.resolveAll(arrivals);
    const done = this.metrics.timeDecode();
    const judgements = arrivals.map((arrival) =>
      judge(arrival, resolutions.get(refName(arrival.source.ref))!),
    );
    done();
    return judgements;
  }

  /**
   * Writes judgements in one transaction. Rows whose table turns out to be behind are parked instead.
   * **Throws** SINK_UNAVAILABLE; PARKING_FULL when too many events are parked already. Nothing is written then.
   */
  async write(judgements: readonly Judgement[], facts: BatchFacts): Promise<SinkResult> {
    if (facts.accepted > 0) await this.assertRoom(judgements);
    failpoint('before-write');
    const done = this.metrics.timeCommit();
    const written = await this.writeOrPark(judgements, facts);
    done();
    failpoint('after-write');
    this.metrics.count(written.judgements, written.result, Date.now());
    for (const { eventId, message } of written.result.rejected)
      this.logger.warn(`the database refused event ${eventId}: ${message}`);
    return written.result;
  }

  private async resolveAll(arrivals: readonly Arrival[]): Promise<ReadonlyMap<string, Resolution>> {
    const refs = new Map(arrivals.map(({ source }) => [refName(source.ref), source.ref]));
    const resolved = await Promise.all(
      [...refs].map(async ([name, ref]) => [name, await this.resolver.resolve(ref)] as const),
    );
    return new Map(resolved);
  }

  private async writeOrPark(
    judgements: readonly Judgement[],
    facts: BatchFacts,
  ): Promise<{ readonly judgements: readonly Judgement[]; readonly result: SinkResult }> {
    try {
      const batch = await this.ends.mirrors.write(gather(judgements, facts));
      failpoint('after-mirrors');
      return { judgements, result: await this.ends.sink.write(batch) };
    } catch (error) {
      if (!isRegistryError(error, 'TABLE_BEHIND')) throw error;
      const table = String(error.params['table']);
      this.logger.warn(error.message);
      this.migrator.forget(table);
      // Each turn parks the rows of one more table, so there are no more turns than tables.
      return this.writeOrPark(parkRowsOf(table, judgements), facts);
    }
  }

  /** Parking copies events from the log into the database; without a bound an outage would copy all of it. */
  private async assertRoom(judgements: readonly Judgement[]): Promise<void> {
    if (!judgements.some(({ kind }) => kind === 'parked')) return;
    const { parked } = await this.ends.sink.counts();
    if (parked >= this.options.maxParked)
      throw new RegistryError('PARKING_FULL', { count: parked, limit: this.options.maxParked });
  }
}

function parkRowsOf(table: string, judgements: readonly Judgement[]): Judgement[] {
  const parkedAtMs = Date.now();
  return judgements.map((judgement) =>
    judgement.kind === 'row' && judgement.destination.table === table
      ? { kind: 'parked', event: { source: judgement.row.source, reason: 'TABLE_BEHIND', parkedAtMs } }
      : judgement,
  );
}

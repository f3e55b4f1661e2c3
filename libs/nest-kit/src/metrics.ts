import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The process's metrics. Asking twice for a name gives the same metric, so that several modules can share one. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** A value that only grows. */
  counter<L extends string>(name: string, help: string, labels: readonly L[] = []): Counter<L> {
    return this.once(name, (registers) => new Counter<L>({ name, help, labelNames: labels, registers }));
  }

  /** A value that goes up and down; `collect` is called when it is read. */
  gauge<L extends string>(
    name: string,
    help: string,
    labels: readonly L[] = [],
    collect?: () => Promise<void> | void,
  ): Gauge<L> {
    const options = { name, help, labelNames: labels };
    return this.once(
      name,
      (registers) => new Gauge<L>({ ...options, registers, ...(collect === undefined ? {} : { collect }) }),
    );
  }

  /** A distribution; bucket bounds are in the metric's unit. */
  histogram<L extends string>(
    name: string,
    help: string,
    labels: readonly L[] = [],
    buckets?: readonly number[],
  ): Histogram<L> {
    const options = {
      name,
      help,
      labelNames: labels,
      ...(buckets === undefined ? {} : { buckets: [...buckets] }),
    };
    return this.once(name, (registers) => new Histogram<L>({ ...options, registers }));
  }

  /** All metrics in the Prometheus text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** Content type of {@link text}. */
  get contentType(): string {
    return this.registry.contentType;
  }

  private once<M>(name: string, make: (registers: Registry[]) => M): M {
    const known = this.registry.getSingleMetric(name);
    // A name is asked for with one kind only; prom-client types the lookup by kind, which is lost here.
    return known === undefined ? make([this.registry]) : (known as unknown as M);
  }
}

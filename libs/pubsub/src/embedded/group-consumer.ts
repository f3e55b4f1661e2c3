import type { Consumer, DeliveredMessage, PullOptions } from '../contract.js';
import type { ConsumerGroup } from './consumer-group.js';
import { shuttingDown } from './failures.js';
import type { Topic } from './topic.js';

/** A member of a group of an embedded log. */
export class GroupConsumer implements Consumer {
  private readonly closing = new AbortController();

  constructor(
    private readonly topic: Topic,
    private readonly group: ConsumerGroup,
    private readonly onClose: () => void,
  ) {}

  async pull(options: PullOptions): Promise<readonly DeliveredMessage[]> {
    if (this.isClosed) throw shuttingDown();
    const { news } = this.topic.log;
    const deadline = performance.now() + options.waitMs;
    const signal = anyOf(this.closing.signal, options.signal);
    for (;;) {
      const seen = news.occurrences;
      const messages = await this.group.take(this, options);
      if (this.isClosed) {
        // They were taken after close gave back this member's messages.
        this.group.release(this);
        return [];
      }
      const leftMs = deadline - performance.now();
      if (messages.length > 0 || leftMs <= 0 || signal.aborted) return messages;
      await news.after(seen, leftMs, signal);
    }
  }

  async ack(messages: readonly DeliveredMessage[]): Promise<void> {
    await this.group.ack(messages);
    await this.topic.reclaim();
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.closing.abort();
    this.group.release(this);
    this.onClose();
  }

  private get isClosed(): boolean {
    return this.closing.signal.aborted;
  }
}

function anyOf(own: AbortSignal, given: AbortSignal | undefined): AbortSignal {
  return given === undefined ? own : AbortSignal.any([own, given]);
}

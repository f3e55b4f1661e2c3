import type { Consumer, DeliveredMessage, PullOptions } from '../contract.js';
import type { ConsumerGroup } from './consumer-group.js';
import { shuttingDown } from './failures.js';
import type { Topic } from './topic.js';

/** A member of a group of an embedded log. */
export class GroupConsumer implements Consumer {
  private closed = false;

  constructor(
    private readonly topic: Topic,
    private readonly group: ConsumerGroup,
    private readonly onClose: () => void,
  ) {}

  async pull(options: PullOptions): Promise<readonly DeliveredMessage[]> {
    if (this.closed) throw shuttingDown();
    const { news } = this.topic.log;
    const deadline = performance.now() + options.waitMs;
    for (;;) {
      const seen = news.occurrences;
      const messages = await this.group.take(this, options);
      if (this.closed) {
        // They were taken after close gave back this member's messages.
        this.group.release(this);
        return [];
      }
      const leftMs = deadline - performance.now();
      if (messages.length > 0 || leftMs <= 0 || options.signal?.aborted === true) return messages;
      await news.after(seen, leftMs, options.signal);
    }
  }

  async ack(messages: readonly DeliveredMessage[]): Promise<void> {
    await this.group.ack(messages);
    await this.topic.reclaim();
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.group.release(this);
    this.topic.log.news.notify();
    this.onClose();
  }
}

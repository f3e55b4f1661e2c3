/** What a producer hands over. */
export interface OutgoingMessage {
  /** Messages of one key keep their order in every driver; at most 65,535 bytes of UTF-8. */
  readonly key: string;
  readonly payload: Uint8Array;
  /** Facts that a consumer may read without opening the payload. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What a consumer gets. */
export interface DeliveredMessage extends OutgoingMessage {
  /** Place in the topic; opaque to callers. */
  readonly offset: string;
  /** When it was made durable, by the broker's clock; never goes back within a topic. */
  readonly publishedAtMs: number;
  /** How often this group was handed the message, this time included: 1 = first. */
  readonly deliveryCount: number;
}

/** How much to take at once and how long to wait for it. */
export interface PullOptions {
  readonly maxMessages: number;
  /** Of keys, headers and payloads together. One message comes even when it alone is larger. */
  readonly maxBytes: number;
  /** Longest wait for a first message; 0 does not wait. What is there is given at once. */
  readonly waitMs: number;
  /** Ends the wait; the answer is then empty. */
  readonly signal?: AbortSignal;
}

/** How far a group is behind. */
export interface Depth {
  /** Not acknowledged, delivered ones included. */
  readonly pendingMessages: number;
  readonly pendingBytes: number;
  /** When the oldest of them was published; null when none is pending. */
  readonly oldestUnackedAtMs: number | null;
}

/** A member of a consumer group. Members of one group share its messages; each message goes to one of them. */
export interface Consumer {
  /**
   * The next messages in the topic's order; empty when the wait ended without one.
   * **Throws** SHUTTING_DOWN after close; LOG_CORRUPT.
   */
  pull(options: PullOptions): Promise<readonly DeliveredMessage[]>;
  /**
   * Says that the messages are dealt with. Resolves when that is durable up to the first message that is not: what
   * lies behind such a gap is remembered until the process ends, and may come again after that. Acknowledging a
   * message twice does nothing. **Throws** LOG_UNWRITABLE.
   */
  ack(messages: readonly DeliveredMessage[]): Promise<void>;
  /** Leaves the group; what was not acknowledged goes to the group's next pull. */
  close(): Promise<void>;
}

/** A durable log with topics and consumer groups: at-least-once delivery, in order within a topic. */
export interface PubSub {
  /**
   * Appends in the given order. Resolves after the messages are durable; on failure none of them counts as
   * published, and publishing them again is right. **Throws** LOG_FULL, LOG_UNWRITABLE, SHUTTING_DOWN, BAD_REQUEST.
   */
  publish(topic: string, messages: readonly OutgoingMessage[]): Promise<void>;
  /** Joins a group. A new group starts at the oldest message that is kept. **Throws** BAD_REQUEST, LOG_CORRUPT. */
  subscribe(topic: string, group: string): Promise<Consumer>;
  /** How far a group is behind; a group that never was is behind by everything. */
  depth(topic: string, group: string): Promise<Depth>;
  /** Resolves when a publish now would likely be kept. **Throws** LOG_FULL, LOG_UNWRITABLE, SHUTTING_DOWN. */
  check(): Promise<void>;
  /** Refuses new work, finishes what runs, flushes. Closing again does nothing. */
  close(): Promise<void>;
}

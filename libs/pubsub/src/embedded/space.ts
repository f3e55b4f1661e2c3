import { RegistryError } from '#libs/errors';
import { RETRY_AFTER_SECONDS } from './failures.js';

/** How much of its limit a log uses, all topics together. */
export class Space {
  private storedBytes = 0;
  private promisedBytes = 0;

  constructor(private maxBytes: number) {}

  /** From now on the log may have this many bytes. */
  limit(maxBytes: number): void {
    this.maxBytes = maxBytes;
  }

  /** True when more than half is used: time to give up what nobody needs. */
  get isScarce(): boolean {
    return this.storedBytes + this.promisedBytes > this.maxBytes / 2;
  }

  /** Sets room aside for a write that waits. **Throws** LOG_FULL. */
  promise(sizeBytes: number): void {
    this.check(sizeBytes);
    this.promisedBytes += sizeBytes;
  }

  /** The write was done or failed. */
  settle(sizeBytes: number): void {
    this.promisedBytes -= sizeBytes;
  }

  /** Bytes on disk grew or, negative, shrank. */
  add(sizeBytes: number): void {
    this.storedBytes += sizeBytes;
  }

  /** **Throws** LOG_FULL when `sizeBytes` more do not fit. */
  check(sizeBytes: number): void {
    const size = this.storedBytes + this.promisedBytes;
    if (size + sizeBytes <= this.maxBytes) return;
    throw new RegistryError('LOG_FULL', { size, retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
}

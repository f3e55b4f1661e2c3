/** The clock of acceptance. It never goes back within a process, whatever the machine's clock does. */
export class IngestClock {
  private lastMs = 0;

  constructor(private readonly clock: () => number = Date.now) {}

  nowMs(): number {
    this.lastMs = Math.max(this.lastMs, this.clock());
    return this.lastMs;
  }
}

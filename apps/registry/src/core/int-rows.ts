const FIRST_ROWS = 1_024;

/** Rows of whole numbers of 32 bits, held as such: a million pairs take 8 MB, where a million objects take a hundred. */
export class IntRows {
  private numbers: Int32Array;
  private count = 0;

  /** `width`: numbers of a row. */
  constructor(private readonly width: number) {
    this.numbers = new Int32Array(width * FIRST_ROWS);
  }

  /** How many rows there are. */
  get size(): number {
    return this.count;
  }

  /** Adds a row of as many numbers as it is wide. */
  add(...row: readonly number[]): void {
    const start = this.count * this.width;
    if (start === this.numbers.length) {
      const larger = new Int32Array(this.numbers.length * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers.set(row, start);
    this.count += 1;
  }

  /** A number of a row that is there, both from 0. */
  at(row: number, column: number): number {
    return this.numbers[row * this.width + column] ?? 0;
  }
}

const TWO_32 = 4_294_967_296;
const SAFE_HIGH = 0x200000;

/** A signed 64-bit integer from its halves: a number when safe, else a bigint. */
export function signedFrom(low: number, high: number): number | bigint {
  const value = high * TWO_32 + (low >>> 0);
  if (high < SAFE_HIGH && Number.isSafeInteger(value)) return value;
  return (BigInt(high) << 32n) | BigInt(low >>> 0);
}

/** An unsigned 64-bit integer from its halves: a number when safe, else a bigint. */
export function unsignedFrom(low: number, high: number): number | bigint {
  const unsigned = high >>> 0;
  if (unsigned < SAFE_HIGH) return unsigned * TWO_32 + (low >>> 0);
  return (BigInt(unsigned) << 32n) | BigInt(low >>> 0);
}

/** An integer as a number when that is exact, else as the bigint. */
export function narrow(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

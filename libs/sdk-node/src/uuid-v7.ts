import { randomFillSync } from 'node:crypto';

let lastMs = 0;
let counter = 0;

/**
 * 16 bytes of a UUID version 7: ordered by time, and within a process strictly growing. Keys that grow insert fastest.
 * Source: RFC 9562, section 5.7, with the counter of section 6.2, method 1 in `rand_a`.
 */
export function uuidV7(nowMs: number = Date.now()): Uint8Array {
  const bytes = randomFillSync(new Uint8Array(16));
  advance(nowMs);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(lastMs / 2 ** 16));
  view.setUint16(4, lastMs % 2 ** 16);
  view.setUint16(6, 0x70_00 | counter);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return bytes;
}

/** A UUID's bytes as the 36 characters of its text. */
export function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function advance(nowMs: number): void {
  if (nowMs > lastMs) {
    lastMs = nowMs;
    counter = 0;
    return;
  }
  counter += 1;
  // 4,096 ids of one millisecond, or a clock that went back: time is borrowed from the next one.
  if (counter > 0xf_ff) {
    lastMs += 1;
    counter = 0;
  }
}

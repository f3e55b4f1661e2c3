import fc from 'fast-check';
import type { OutgoingMessage } from '../contract.js';
import { MAX_RECORD_BYTES, RECORD_HEAD_BYTES, readRecord, recordSize, writeRecord } from './record.js';

const SEED = 0x1234_5678;
const STAMP = { offset: 2 ** 47 + 5, groupOffset: 2 ** 47 + 1, publishedAtMs: 1_767_225_600_123 };

const MESSAGES = fc.record({
  key: fc.string({ unit: 'grapheme', maxLength: 20 }),
  payload: fc.uint8Array({ maxLength: 50 }),
  headers: fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 9 }), fc.string({ unit: 'grapheme' }), {
    maxKeys: 4,
  }),
});

function written(message: OutgoingMessage, seed = SEED): Buffer {
  const size = recordSize(message) ?? 0;
  const buffer = Buffer.alloc(size + 7, 0xaa);
  writeRecord(buffer, 7, size, message, STAMP, seed);
  return buffer;
}

const EXAMPLE: OutgoingMessage = { key: 'k', payload: Buffer.from('payload'), headers: { a: 'b' } };

describe('a record', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(MESSAGES, (message) => {
        const buffer = written(message);
        const read = readRecord(buffer, 7, SEED);
        expect(read.ok).toBe(true);
        if (!read.ok) return;
        expect(read.record).toMatchObject({ ...STAMP, key: message.key });
        expect([...read.record.payload]).toEqual([...message.payload]);
        expect({ ...read.record.headers }).toEqual({ ...message.headers });
        expect(read.record.sizeBytes).toBe(buffer.length - 7);
      }),
    );
  });

  it('has one form', () => {
    // Bytes on disk outlive the process that wrote them: a change here needs a new format version in the segment's head.
    expect(written(EXAMPLE).subarray(7).toString('hex')).toMatchInlineSnapshot(
      `"7072636404d09e72260000000500000000800100000000807ba8da769b0101006b010001006101000000627061796c6f6164"`,
    );
  });

  it('is incomplete when cut anywhere, and says how much it needs', () => {
    const whole = written(EXAMPLE).subarray(7);
    for (let length = 0; length < whole.length; length += 1) {
      const neededBytes = length < RECORD_HEAD_BYTES ? RECORD_HEAD_BYTES : whole.length;
      expect(readRecord(whole.subarray(0, length), 0, SEED)).toEqual({
        ok: false,
        problem: 'incomplete',
        neededBytes,
      });
    }
  });

  it('is never read with a flipped bit', () => {
    const whole = written(EXAMPLE).subarray(7);
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const hurt = Buffer.from(whole);
      hurt[bit >> 3] = (hurt[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(readRecord(hurt, 0, SEED).ok).toBe(false);
    }
  });

  it('of another segment is not believed', () => {
    expect(readRecord(written(EXAMPLE, 1), 7, 2)).toEqual({ ok: false, problem: 'wrong checksum' });
  });

  it('with an impossible length is not believed', () => {
    for (const length of [0, 5, MAX_RECORD_BYTES, 0xff_ff_ff_ff]) {
      const hurt = written(EXAMPLE);
      hurt.writeUInt32LE(length, 7 + 8);
      expect(readRecord(hurt, 7, SEED)).toEqual({ ok: false, problem: 'impossible length' });
    }
  });

  it('can not be made of a longer key or header name than it can hold', () => {
    expect(recordSize({ ...EXAMPLE, key: 'x'.repeat(65_535) })).not.toBeNull();
    expect(recordSize({ ...EXAMPLE, key: 'x'.repeat(65_536) })).toBeNull();
    expect(recordSize({ ...EXAMPLE, headers: { ['ü'.repeat(32_767)]: '' } })).not.toBeNull();
    expect(recordSize({ ...EXAMPLE, headers: { ['ü'.repeat(32_768)]: '' } })).toBeNull();
  });

  it('holds long header values', () => {
    const read = readRecord(written({ ...EXAMPLE, headers: { refs: 'r'.repeat(100_000) } }), 7, SEED);
    expect(read.ok && read.record.headers['refs']?.length).toBe(100_000);
  });
});

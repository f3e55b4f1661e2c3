import { validate, version } from 'uuid';
import { uuidText, uuidV7 } from './uuid-v7.js';

describe('uuidV7', () => {
  it('is a UUID of version 7 to others', () => {
    const text = uuidText(uuidV7());
    expect(validate(text)).toBe(true);
    expect(version(text)).toBe(7);
  });

  it('begins with the time', () => {
    const far = 4_102_444_800_000;
    const text = uuidText(uuidV7(far));
    expect(Number.parseInt(text.replace('-', '').slice(0, 12), 16)).toBe(far);
  });

  it('grows strictly, also within a millisecond and when the clock goes back', () => {
    const texts = Array.from({ length: 20_000 }, (_, index) => uuidText(uuidV7(5e12 - (index % 3))));
    expect(texts).toEqual([...texts].sort());
    expect(new Set(texts).size).toBe(texts.length);
  });
});

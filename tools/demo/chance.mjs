// Seeded chance: two runs send the same stories.

/** A generator of numbers in [0, 1) by mulberry32, and what demos draw with it. */
export function seededChance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    /** Whole number from `low` to `high`, both included. */
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    /** One of the items, the first ones more often. */
    pick: (items) => items[Math.floor(next() ** 1.6 * items.length)],
    happens: (probability) => next() < probability,
  };
}

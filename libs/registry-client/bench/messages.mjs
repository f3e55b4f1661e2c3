// Seeded messages as ProtoJSON: mostly ASCII, some titles that are not.

/** Events as a broadcaster has them, some 460 bytes. */
export function makeEvents(count) {
  const next = random(2);
  return Array.from({ length: count }, () => ({
    eventId: hex(next, 32),
    occurredAt: new Date(1_760_000_000_000 + next(1e9)).toISOString(),
    userId: hex(next, 24),
    sessionId: hex(next, 24),
    app: { name: 'reader', version: `8.${next(30)}.${next(9)}`, build: 1000 + next(9000), platform: 'WEB' },
    device: {
      model: pick(next, ['Pixel 9', 'iPhone17,3', 'SM-S938B', 'Chrome']),
      os: pick(next, ['Android', 'iOS', 'macOS']),
      osVersion: `${10 + next(9)}.${next(9)}`,
      width: 360 + next(1200),
      height: 640 + next(1200),
      pixelRatio: pick(next, [1, 1.5, 2, 3]),
      locale: pick(next, ['nb-NO', 'sv-SE', 'en-GB']),
      dark: next(2) === 1,
    },
    page: {
      url: `https://www.example.test/news/${pick(next, ['sport', 'culture', 'world'])}/${hex(next, 8)}`,
      referrer: 'https://search.example.test/',
      title: next(5) === 0 ? 'Værmelding for Østlandet på lørdag' : 'The long way home through the hills',
      section: pick(next, ['sport', 'culture', 'world']),
      tags: Array.from({ length: next(4) }, () => pick(next, ['politics', 'weather', 'football'])),
      words: 100 + next(3000),
      paid: next(4) === 0,
    },
    ...(next(2) === 0
      ? { click: { element: 'button#share', x: next(1000), y: next(4000) } }
      : { scroll: { depth: next(64) / 64, durationMs: next(60_000) } }),
    experiments: { paywall: pick(next, ['a', 'b']), ranking: `v${next(9)}` },
    items: Array.from({ length: next(3) }, (_, at) => ({ id: hex(next, 8), position: at + 1, score: 0.5 })),
    sequence: next(500),
    dwellUs: String(next(60_000_000)),
    consent: true,
    trace: Buffer.from(hex(next, 32), 'hex').toString('base64'),
    ...(next(3) === 0 ? { campaign: 'autumn' } : {}),
  }));
}

/** Small events, some 55 bytes. */
export function makeFlats(count) {
  const next = random(1);
  return Array.from({ length: count }, () => ({
    id: hex(next, 20),
    atMs: String(1_760_000_000_000 + next(1e9)),
    count: next(100_000),
    ratio: next(1000) / 1000,
    first: next(2) === 1,
    country: pick(next, ['NO', 'SE', 'DK', 'FI']),
  }));
}

const pick = (next, items) => items[next(items.length)];
const hex = (next, digits) => Array.from({ length: digits }, () => next(16).toString(16)).join('');

function random(seed) {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * bound);
  };
}

// Seeded events as ProtoJSON: mostly ASCII, some titles that are not.

/** Small events. */
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

/** Events as a broadcaster has them. */
export function makeEvents(count) {
  const next = random(2);
  return Array.from({ length: count }, () => ({
    eventId: hex(next, 32),
    clientTimeMs: String(1_760_000_000_000 + next(1e9)),
    occurredAt: instant(next),
    userId: hex(next, 24),
    sessionId: hex(next, 24),
    app: {
      name: 'reader',
      version: `8.${next(30)}.${next(9)}`,
      build: 1000 + next(9000),
      platform: pick(next, ['WEB', 'IOS', 'ANDROID']),
    },
    device: makeDevice(next),
    page: {
      url: `https://www.example.test/news/${pick(next, ['sport', 'culture', 'world'])}/${hex(next, 8)}`,
      referrer: 'https://search.example.test/',
      title: makeTitle(next),
      section: pick(next, ['sport', 'culture', 'world']),
      tags: makeTags(next),
      words: 100 + next(3000),
      paid: next(4) === 0,
    },
    geo: makeGeo(next),
    sequence: next(500),
    ...(next(2) === 0
      ? { click: { element: 'button#share', x: next(1000), y: next(4000) } }
      : { scroll: { depth: next(64) / 64, durationMs: next(60_000) } }),
    experiments: { paywall: pick(next, ['a', 'b']), ranking: `v${next(9)}` },
    items: Array.from({ length: next(3) }, (_, index) => ({
      id: hex(next, 8),
      position: index + 1,
      score: next(1000) / 1000,
    })),
    trace: Buffer.from(hex(next, 32), 'hex').toString('base64'),
    consent: true,
    dwellUs: String(next(60_000_000)),
    hash: String(next(1e9)),
    ...(next(3) === 0 ? { campaign: 'autumn' } : {}),
  }));
}

/** Batches of impressions. */
export function makeLarges(count) {
  const next = random(3);
  return Array.from({ length: count }, () => ({
    batchId: hex(next, 32),
    sentAt: instant(next),
    device: makeDevice(next),
    labels: Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`label_${index}`, hex(next, 10)])),
    timingsUs: Array.from({ length: 40 }, () => String(next(3_000_000))),
    impressions: Array.from({ length: 25 }, (_, index) => ({
      articleId: `1.${10_000_000 + next(9_000_000)}`,
      title: makeTitle(next),
      position: index + 1,
      viewedShare: next(1000) / 1000,
      seenAt: instant(next),
      tags: makeTags(next),
      geo: makeGeo(next),
    })),
    note: 'sent when the reader left the page',
  }));
}

const instant = (next) => new Date(1_760_000_000_000 + next(1e9)).toISOString();
const makeTags = (next) =>
  Array.from({ length: next(4) }, () => pick(next, ['politics', 'weather', 'football', 'music']));
const makeTitle = (next) =>
  next(5) === 0 ? 'Værmelding for Østlandet på lørdag' : 'The long way home through the hills';
const makeGeo = (next) => ({
  country: 'NO',
  region: 'Oslo',
  city: 'Oslo',
  latitude: 59 + next(1000) / 1000,
  longitude: 10 + next(1000) / 1000,
});
const makeDevice = (next) => ({
  model: pick(next, ['Pixel 9', 'iPhone17,3', 'SM-S938B', 'Chrome']),
  os: pick(next, ['Android', 'iOS', 'macOS']),
  osVersion: `${10 + next(9)}.${next(9)}`,
  width: 360 + next(1200),
  height: 640 + next(1200),
  pixelRatio: pick(next, [1, 1.5, 2, 3]),
  locale: pick(next, ['nb-NO', 'sv-SE', 'en-GB']),
  dark: next(2) === 1,
});

const pick = (next, items) => items[next(items.length)];
const hex = (next, digits) => Array.from({ length: digits }, () => next(16).toString(16)).join('');

function random(seed) {
  let state = seed >>> 0;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * bound);
  };
}

// Four versions of the broadcaster's apps send at the same time, as they do for months after each release.
import { createBatch, postBatch } from '#libs/sdk-node';
import { seededChance } from './chance.mjs';
import { nextStory } from './stories.mjs';

const PACKAGE = 'broadcaster.events.v1';
const EVENTS_EACH = 1_000;
const BATCH_SIZE = 100;
const CORRUPTED_EACH = 5;
const DAYS_BACK = 3;
const DAY_MS = 86_400_000;

/** The apps that are out there, each with the schema version it was built with. */
export const APPS = [
  { id: 'news-ios', version: '6.9.0', platform: 'PLATFORM_IOS', schemaVersion: 1 },
  { id: 'news-web', version: '2026.40', platform: 'PLATFORM_WEB', schemaVersion: 1 },
  { id: 'news-android', version: '7.2.0', platform: 'PLATFORM_ANDROID', schemaVersion: 2 },
  { id: 'news-tv', version: '1.0.1', platform: 'PLATFORM_TV', schemaVersion: 3 },
];

/** A field that claims 127 bytes and has none: what a cut connection leaves. */
const CUT_OFF = Uint8Array.of(0x0a, 0x7f);

/**
 * Sends the traffic of one app: events of the last days in batches, a few of them corrupted, and the first batch a second time,
 * as a phone does that never saw the answer. Answers how many events of each kind were sent and how many accepted.
 */
export async function sendApp(url, app, factory, seed) {
  const chance = seededChance(seed);
  const events = Array.from({ length: EVENTS_EACH }, (_, index) => oneEvent(chance, app, factory, index));
  const batches = chunksOf(events, BATCH_SIZE).map((chunk) => batchOf(app, chunk));
  let accepted = 0;
  for (const batch of [...batches, batches[0]]) accepted += (await postBatch(url, batch)).accepted;
  return { app, sent: EVENTS_EACH + BATCH_SIZE, corrupted: CORRUPTED_EACH, resent: BATCH_SIZE, accepted };
}

/** Events of an app that was built with a schema that nobody has published; they wait for it. */
export async function sendUnpublished(url, count) {
  const app = { id: 'news-beta', version: '8.0.0-beta.1', platform: 'PLATFORM_IOS' };
  const ref = { fingerprint: 'be7a'.repeat(16), type: `${PACKAGE}.ArticleView` };
  const events = Array.from({ length: count }, () => ({ ref, createdAtMs: Date.now(), payload: CUT_OFF }));
  return postBatch(url, batchOf(app, events));
}

function oneEvent(chance, app, factory, index) {
  const createdAt = new Date(Date.now() - Math.floor(chance.next() * DAYS_BACK * DAY_MS));
  const { type, data } = nextStory(chance, app.schemaVersion, app, createdAt);
  const ref = { fingerprint: factory.fingerprint, type: `${PACKAGE}.${type}` };
  // Spread over the batches, the first one included, so that a resent one brings corrupted events as well.
  const isCorrupted = index % (EVENTS_EACH / CORRUPTED_EACH) === 7;
  const payload = isCorrupted ? CUT_OFF : factory.encode(ref.type, data);
  return { ref, createdAtMs: createdAt.getTime(), payload };
}

/** The dictionary of schemas, and events that point into it. The SDK gives every event its id. */
function batchOf(app, events) {
  const types = [...new Set(events.map(({ ref }) => ref.type))];
  return createBatch({
    source: {
      appId: app.id,
      appVersion: app.version,
      platform: app.platform.replace('PLATFORM_', '').toLowerCase(),
    },
    schemas: types.map((type) => events.find(({ ref }) => ref.type === type).ref),
    events: events.map(({ ref, ...event }) => ({ ...event, schemaIndex: types.indexOf(ref.type) })),
  });
}

function chunksOf(items, size) {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

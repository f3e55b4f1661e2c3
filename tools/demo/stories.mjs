// What the broadcaster's users do, as ProtoJSON of each schema version.
const ARTICLES = [
  'election-night',
  'storm-warning',
  'cup-final',
  'bread-prices',
  'new-tram-line',
  'choir-wins',
];
const SECTIONS = ['politics', 'weather', 'sport', 'economy', 'local', 'culture'];
const PAGES = ['/', '/sport', '/weather', '/live'];
const RECORDINGS = ['evening-news-1124', 'forest-documentary', 'quiz-show-88'];

/**
 * One event: message name (without its package) and ProtoJSON, as an app with this schema version (1 to 4) sends it.
 * `app` has id, version and platform (a Platform label); `at` is when it happened.
 */
export function nextStory(chance, schemaVersion, app, at) {
  const tell = chance.pick([articleView, scroll, click, videoPlay, share]);
  const context = {
    appId: app.id,
    appVersion: app.version,
    platform: app.platform,
    sessionId: `s-${chance.between(1, 400)}`,
    userPseudonym: `u-${chance.between(1, 250)}`,
  };
  return tell(chance, schemaVersion, context, at);
}

function articleView(chance, version, context, at) {
  const index = ARTICLES.indexOf(chance.pick(ARTICLES));
  const data = {
    context,
    articleId: ARTICLES[index],
    section: SECTIONS[index],
    viewedAt: at.toISOString(),
    length: chance.between(900, 12_000),
  };
  if (version < 2) return { type: 'ArticleView', data };
  const referrer = chance.happens(0.7) ? { referrer: chance.pick(PAGES) } : {};
  const experiments = { headline: chance.happens(0.5) ? 'long' : 'short' };
  return { type: 'ArticleView', data: { ...data, ...referrer, experiments } };
}

function scroll(chance, version, context) {
  const data = {
    context,
    page: chance.pick(PAGES),
    depthPercent: chance.between(0, 100),
    elapsedMs: String(chance.between(300, 240_000)),
  };
  const article = version >= 2 && chance.happens(0.5) ? { articleId: chance.pick(ARTICLES) } : {};
  return { type: 'Scroll', data: { ...data, ...article } };
}

function click(chance, version, context) {
  const what = `teaser-${chance.between(1, 12)}`;
  const data = {
    context,
    [version >= 3 ? 'element' : 'target']: what,
    page: chance.pick(PAGES),
    point: { x: chance.between(0, 1_200), y: chance.between(0, 5_000) },
  };
  const led = version >= 3 && chance.happens(0.6) ? { destination: `/${chance.pick(ARTICLES)}` } : {};
  return { type: 'Click', data: { ...data, ...led } };
}

function videoPlay(chance, version, context) {
  const live = chance.happens(0.3);
  const data = {
    context,
    ...(live ? { liveChannel: 'one' } : { recordingId: chance.pick(RECORDINGS), durationMs: '5400000' }),
    positionMs: live ? '0' : String(chance.between(0, 5_400_000)),
    subtitleLanguages: chance.happens(0.2) ? ['de', 'en'] : [],
  };
  const trigger =
    version >= 3 ? { trigger: chance.happens(0.6) ? 'PLAY_TRIGGER_USER' : 'PLAY_TRIGGER_AUTOPLAY' } : {};
  return { type: 'VideoPlay', data: { ...data, ...trigger } };
}

function share(chance, version, context) {
  const channels = ['SHARE_CHANNEL_MESSENGER', 'SHARE_CHANNEL_CLIPBOARD', 'SHARE_CHANNEL_MAIL'];
  const data = { context, contentId: chance.pick(ARTICLES), channel: chance.pick(channels) };
  const campaign = version < 2 ? { campaign: chance.happens(0.5) ? 'autumn' : '' } : {};
  return { type: 'Share', data: { ...data, ...campaign } };
}

// What apps really sent before there was a registry: other keys, other names, other types.
const PACKAGE = 'broadcaster.events.v1';

/** JSON events as an app without a schema might write them, each with what is wrong; the last one is right. */
export function handWrittenEvents(now) {
  const createdAt = now.toISOString();
  const context = { appId: 'partner-site', appVersion: '0.3', platform: 'PLATFORM_WEB', sessionId: 's-9' };
  const click = { context, element: 'teaser-1', page: '/' };
  return [
    { wrong: "key 'event_type'", event: { event_type: `${PACKAGE}.Click`, createdAt, data: click } },
    { wrong: "key 'eventType'", event: { eventType: `${PACKAGE}.Click`, createdAt, data: click } },
    { wrong: "type 'Klick'", event: { type: `${PACKAGE}.Klick`, createdAt, data: click } },
    {
      wrong: "field 'artikelId'",
      event: { type: `${PACKAGE}.ArticleView`, createdAt, data: { context, artikelId: 'cup-final' } },
    },
    {
      wrong: 'text for a number',
      event: { type: `${PACKAGE}.Scroll`, createdAt, data: { context, page: '/', depthPercent: 'deep' } },
    },
    { wrong: null, event: { type: `${PACKAGE}.Click`, createdAt, data: click } },
  ];
}

/** Posts them in one request; answers PublishEventsResponse as JSON, or the problem when the request was refused whole. */
export async function postHandWritten(api, events) {
  const source = { appId: 'partner-site', appVersion: '0.3', platform: 'web' };
  return api.post('/v1/events.json', { source, events: events.map(({ event }) => event) });
}

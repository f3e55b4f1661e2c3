import { openSink } from './open-sink.js';

describe('openSink', () => {
  it.each([
    '',
    'nope',
    'mysql://me:secret@host/db',
    'postgres://[',
    '/var/events.db',
    '__proto__:x',
    'parquet:',
  ])('refuses %j, and does not repeat its password', async (url) => {
    const opening = openSink(url, 'EVENT_MIRRORS');
    await expect(opening).rejects.toMatchObject({
      code: 'BAD_CONFIG',
      message: expect.stringContaining('EVENT_MIRRORS'),
    });
    await expect(opening).rejects.not.toMatchObject({ message: expect.stringContaining('secret') });
  });

  it.each([
    ['duckdb:/nowhere/x', 'SINK_UNAVAILABLE'],
    ['parquet:/dev/null', 'SINK_UNAVAILABLE'],
    ['http://127.0.0.1:1', 'SINK_UNAVAILABLE'],
    ['postgres://127.0.0.1:1/x', 'SINK_UNAVAILABLE'],
  ])('opens %s by its driver', async (url, code) => {
    await expect(openSink(url, 'EVENT_MIRRORS')).rejects.toMatchObject({ code });
  });
});

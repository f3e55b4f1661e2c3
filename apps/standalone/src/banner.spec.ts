import { banner, databasePlace } from './banner.js';

describe('banner', () => {
  it('says what is where and what to do next', () => {
    const text = banner({
      url: 'http://127.0.0.1:8081',
      dataDir: './data',
      database: 'x',
      startedInMs: 1_234,
    });
    for (const part of ['(1.2 s)', '/api/v1', '/docs', '/v1/events', './data/events.db', 'npm run demo'])
      expect(text).toContain(part);
  });
});

describe('databasePlace', () => {
  it('names the file by default', () => {
    expect(databasePlace('', './data')).toBe('./data/registry.db (SQLite)');
  });

  it('never shows a password', () => {
    expect(databasePlace('postgres://app:hunter2@db:5432/registry', './data')).toBe(
      'PostgreSQL at db:5432/registry',
    );
    expect(databasePlace('postgres://app:hunter2@db:bad/registry', './data')).not.toContain('hunter2');
  });
});

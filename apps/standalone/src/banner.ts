/** What the banner tells a person who just started Protokoll. */
export interface BannerFacts {
  readonly url: string;
  readonly dataDir: string;
  /** Where the registry's data lives, without credentials. */
  readonly database: string;
  readonly startedInMs: number;
}

/** What is where, and one command to try next. */
export function banner({ url, dataDir, database, startedInMs }: BannerFacts): string {
  const rows = [
    ['Registry', `${url}/api/v1`],
    ['API description', `${url}/docs`],
    ['Event API', `${url}/v1/events`],
    ['Health, metrics', `${url}/ready  ${url}/metrics`],
    ['Schemas', database],
    ['Events table', `${dataDir}/events.db`],
    ['Event log', `${dataDir}/log`],
  ];
  const lines = rows.map(([what, where]) => `  ${what?.padEnd(16)} ${where}`);
  return [
    `Protokoll is ready (${(startedInMs / 1_000).toFixed(1)} s).`,
    '',
    ...lines,
    '',
    'Next, in another terminal:  npm run demo',
    'Stop with Ctrl-C: what was accepted is kept.',
    '',
  ].join('\n');
}

/** A database's place without its password. */
export function databasePlace(databaseUrl: string, dataDir: string): string {
  if (databaseUrl === '') return `${dataDir}/registry.db (SQLite)`;
  try {
    const url = new URL(databaseUrl);
    return `PostgreSQL at ${url.host}${url.pathname}`;
  } catch {
    return 'DATABASE_URL';
  }
}

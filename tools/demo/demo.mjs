// npm run demo: a schema's life and four thousand events, against a running `npm start`. Running it again changes nothing but the counts.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RegistryApi } from './api.mjs';
import { difference, isBalanced, readStats, untilDrained } from './drain.mjs';
import { handWrittenEvents, postHandWritten } from './malformed.mjs';
import { MessageFactory } from './message-factory.mjs';
import { bold, dim, green, heading, red, say, table } from './print.mjs';
import {
  checkExample,
  printPlans,
  printPublished,
  printRefusal,
  publishedRow,
  publishExample,
  SUBJECT,
} from './publish.mjs';
import { APPS, sendApp, sendUnpublished } from './traffic.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const url = (process.env.REGISTRY_URL ?? 'http://127.0.0.1:8081').replace(/\/$/, '');
const api = new RegistryApi(url);
const UNPUBLISHED = 12;

if (!(await api.isReady())) {
  console.error(`Nothing answers at ${url}. Run \`npm start\` in another terminal, or set REGISTRY_URL.`);
  process.exit(1);
}
try {
  const versions = await schemas();
  const sent = await traffic(versions);
  const problems = await balance(sent);
  await report();
  for (const problem of problems) console.log(red(`\n${problem}`));
  if (problems.length > 0) process.exitCode = 1;
  else console.log(green('\nEvery event is accounted for.'), dim(`More: ${url}/docs`));
} catch (error) {
  console.error(red(`\nThe demo stopped: ${error instanceof Error ? error.message : String(error)}`));
  process.exitCode = 1;
}

async function schemas() {
  heading(1, `Three releases of the schema become versions of '${SUBJECT}'`);
  const released = [];
  for (const name of ['v1', 'v2', 'v3'])
    released.push([name, await publishExample(api, root, name, `release ${name}`)]);
  printPublished(released.map(([name, answer]) => publishedRow(name, answer)));

  heading(2, 'A pull request proposes v4-breaking; CI asks the registry');
  printRefusal((await checkExample(api, root, 'v4-breaking')).verdict);

  heading(3, 'The same wishes in a compatible way, published on merge');
  const good = await publishExample(api, root, 'v4', 'the same wishes, compatibly');
  printPublished([publishedRow('v4', good)]);
  const last = good.version.version;
  const from = released[2][1].version.version;
  for (const dialect of ['sqlite', 'postgres']) {
    say();
    say(`What that means for the tables on ${dialect}:`);
    const path = `/api/v1/subjects/${SUBJECT}/versions/${last}/plan?from=${from}&dialect=${dialect}`;
    printPlans((await api.get(path)).plans);
  }
  return released.map(([, { version }]) => version.version);
}

async function traffic(versions) {
  heading(4, 'Four versions of the apps send at the same time');
  const before = await readStats(api);
  const factories = await Promise.all(versions.map((version) => MessageFactory.of(api, SUBJECT, version)));
  const started = performance.now();
  const apps = await Promise.all(
    APPS.map((app, index) => sendApp(url, app, factories[app.schemaVersion - 1], index + 1)),
  );
  const unpublished = await sendUnpublished(url, UNPUBLISHED);
  const seconds = (performance.now() - started) / 1_000;
  table(
    ['app', 'version', 'schema', 'sent', 'of them corrupted', 'sent twice', 'accepted'],
    [
      ...apps.map(({ app, sent, corrupted, resent, accepted }) => [
        app.id,
        app.version,
        `v${app.schemaVersion}`,
        sent,
        corrupted,
        resent,
        accepted,
      ]),
      ['news-beta', '8.0.0-beta.1', 'not published', UNPUBLISHED, 0, 0, unpublished.accepted],
    ],
  );
  say(dim(`sent in ${seconds.toFixed(1)} s`));

  heading(5, 'A partner writes JSON by hand');
  const byHand = handWrittenEvents(new Date());
  const answer = await postHandWritten(api, byHand);
  printRejections(byHand, answer.rejected ?? []);

  const sum = (key) => apps.reduce((total, one) => total + one[key], 0);
  return {
    before,
    accepted: sum('accepted') + unpublished.accepted + (answer.accepted ?? 0),
    expected: {
      accepted: sum('sent') + UNPUBLISHED + 1,
      rows: sum('sent') - sum('resent') - sum('corrupted') + 1,
      duplicates: sum('resent'),
      dead: sum('corrupted'),
      parked: UNPUBLISHED,
    },
  };
}

function printRejections(byHand, rejected) {
  for (const [index, { wrong }] of byHand.entries()) {
    const rejection = rejected.find((one) => (one.index ?? 0) === index);
    const outcome =
      rejection === undefined ? green('accepted') : `${red(rejection.reason)} ${rejection.message}`;
    say(`${(wrong ?? 'as it should be').padEnd(18)} ${outcome}`);
  }
}

/** Waits for the worker; answers what does not add up. */
async function balance({ before, accepted, expected }) {
  heading(6, 'What became of them');
  const stats = await untilDrained(api, before, accepted);
  const counts = difference(before, stats);
  table(
    ['', ...Object.keys(counts)],
    [
      ['counted', ...Object.values(counts)],
      ['expected', ...Object.keys(counts).map((name) => expected[name])],
    ],
  );
  const sum = ['rows', 'duplicates', 'dead', 'parked'].map((name) => counts[name]).join(' + ');
  say(`${counts.accepted} accepted ${isBalanced(counts) ? green('=') : red('≠')} ${sum}`);
  say();
  say(bold('Dead letters, by reason, since the first run'));
  table(
    ['reason', 'count', 'newest'],
    stats.reasons.map(({ reason, count, sample }) => [reason, count, sample]),
  );
  say(
    dim(`Original bytes: ${url}/api/v1/events/dead    What waits for a schema: ${url}/api/v1/events/parked`),
  );
  const wrong = Object.keys(expected).filter((name) => counts[name] !== expected[name]);
  return [
    ...(isBalanced(counts) ? [] : ['The counts do not balance.']),
    ...wrong.map((name) => `${name}: expected ${expected[name]}, counted ${counts[name]}.`),
  ];
}

async function report() {
  heading(7, 'Article reads per day, from one table that four app versions filled');
  const { days } = await api.get('/api/v1/events/reports/daily?table=article_view&by=article_id&limit=1000');
  const dates = [...new Set(days.map(({ day }) => day))].sort().slice(-4);
  const articles = [...new Set(days.map(({ value }) => value))].sort();
  const readsOf = (article, day) => days.find((one) => one.day === day && one.value === article)?.rows ?? 0;
  table(
    ['article', ...dates],
    articles.map((article) => [article, ...dates.map((day) => readsOf(article, day))]),
  );
}

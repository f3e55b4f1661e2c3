// npm run demo:real: real histories that nobody here wrote, from the first release to rows in a table.
// Needs the archives (PROTOKOLL_DATA); starts a registry of its own unless REGISTRY_URL names one.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPostgres } from '#libs/testing';
import { RegistryApi } from './api.mjs';
import { dataFolder, missingArchives, unpackArchives } from './archive.mjs';
import { difference, isBalanced, readStats, untilDrained } from './drain.mjs';
import { bold, dim, green, heading, red, say, table } from './print.mjs';
import { pushVersions, readFeeds } from './real/gtfs.mjs';
import { compareTables } from './real/compare-tables.mjs';
import { compareRows, eventsOf, sendEvents } from './real/otel-events.mjs';
import { pushHistory, SIGNALS } from './real/otel-history.mjs';
import { openPostgres } from './real/postgres.mjs';
import { startTemporaryRegistry } from './temporary-registry.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
/** The release that the examples are written with. */
const EXAMPLE_RELEASE = 'v1.9.0';

const data = dataFolder(root);
const missing = missingArchives(data);
if (missing.length > 0) {
  console.log(
    `skipped: ${data} has no ${missing.join(', ')}. Set PROTOKOLL_DATA to the folder that has them.`,
  );
  process.exit(0);
}
const started = performance.now();
const archives = unpackArchives(data);
const given = process.env.REGISTRY_URL;
const own = given === undefined ? await startTemporaryRegistry(root) : null;
const postgres = await openPostgres();
const url = given ?? own.url;
const context = { root, url, api: new RegistryApi(url) };
const problems = [];
try {
  await demonstrate();
} catch (error) {
  problems.push(error instanceof Error ? error.message : String(error));
  const log = own?.log().trim() ?? '';
  if (log !== '') problems.push(`The registry said:\n${log.slice(-4_000)}`);
} finally {
  await postgres?.close();
  await own?.stop();
  archives.remove();
}
const seconds = ((performance.now() - started) / 1_000).toFixed(1);
for (const problem of problems.slice(0, 20)) console.log(red(`   ${problem}`));
console.log(
  problems.length === 0
    ? green(`\nEverything came back as it was written (${seconds} s).`)
    : red(`\n${problems.length} problems (${seconds} s).`),
);
process.exitCode = problems.length === 0 ? 0 : 1;

async function demonstrate() {
  say(`registry ${bold(url)}${own === null ? '' : dim(' (its own, on a temporary folder)')}`);
  const summary = { otel: {}, gtfs: {}, events: {}, postgres: postgres !== null };

  heading(1, "OpenTelemetry's releases, pushed in order");
  const outcomes = await pushHistory(context, join(archives.folder, 'opentelemetry-proto'), postgres);
  for (const [signal, releases] of outcomes) summary.otel[signal] = countsOf(releases);

  heading(2, 'Tables');
  problems.push(...(await compareTables(context.api, SIGNALS, postgres)));
  if (postgres === null) say(`PostgreSQL was SKIPPED: ${findPostgres() ?? 'this machine has none'}`);

  heading(3, `OTLP examples, written with ${EXAMPLE_RELEASE} and read back`);
  summary.events = await exampleEvents(outcomes);

  heading(4, "GTFS-realtime's versions, pushed in order");
  const versions = await pushVersions(context, join(archives.folder, 'gtfs-realtime'));
  const { readings, differing, feeds } = await readFeeds(
    context,
    join(archives.folder, 'gtfs-realtime'),
    versions,
  );
  say(
    `${feeds.length} real feeds read by ${readings / feeds.length} codecs: ${readings - differing.length} of ${readings} as protobuf-es reads them`,
  );
  problems.push(...differing.map((name) => `feed is read differently: ${name}`));
  summary.gtfs = { ...countsOf(versions), readings, differing: differing.length };

  if (process.env.REAL_SUMMARY) writeFileSync(process.env.REAL_SUMMARY, JSON.stringify(summary));
}

async function exampleEvents(outcomes) {
  const before = await readStats(context.api);
  const folder = join(archives.folder, 'opentelemetry-proto/examples');
  const sent = [];
  let accepted = 0;
  for (const signal of SIGNALS) {
    const { version } = outcomes.get(signal.name).get(EXAMPLE_RELEASE);
    const written = await eventsOf(context.api, signal, version, folder);
    accepted += await sendEvents(context, written, new Date());
    sent.push(...written.events);
  }
  const counts = difference(before, await untilDrained(context.api, before, accepted));
  table(Object.keys(counts), [Object.values(counts)]);
  if (!isBalanced(counts)) problems.push(`the counts do not balance: ${JSON.stringify(counts)}`);
  if (accepted !== sent.length) problems.push(`${sent.length} events were sent, ${accepted} accepted`);
  const differences = await compareRows(context.api, sent);
  problems.push(...differences);
  const cells = sent.reduce((sum, { expected }) => sum + expected.size, 0);
  say(`${sent.length} rows with ${cells} cells: ${cells - differences.length} equal to what was written`);
  return { sent: sent.length, accepted, cells, differing: differences.length };
}

function countsOf(outcomes) {
  const all = [...outcomes.values()];
  return {
    releases: all.length,
    versions: all.filter((outcome) => outcome.isNew).length,
    refused: all.filter((outcome) => outcome.verdict === 'incompatible').length,
    invalid: all.filter((outcome) => outcome.verdict === 'invalid').length,
  };
}

// OpenTelemetry's 28 releases as three subjects, one for each signal.
import { join } from 'node:path';
import { releasesIn } from '../archive.mjs';
import { bold, say } from '../print.mjs';
import { withClosure } from './import-closure.mjs';
import { printOutcome, printStatements } from './print-outcome.mjs';
import { configure, plansBetween, pushByCommand, pushRelease } from './release.mjs';

const PACKAGE = 'opentelemetry.proto';

/** Subject, root file, and the messages that become tables. */
export const SIGNALS = [
  { name: 'trace', messages: ['TracesData', 'Span'] },
  { name: 'metrics', messages: ['MetricsData', 'Metric'] },
  { name: 'logs', messages: ['LogsData', 'LogRecord'] },
].map(({ name, messages }) => ({
  name,
  subject: `opentelemetry.${name}`,
  rootFile: `opentelemetry/proto/${name}/v1/${name}.proto`,
  tables: messages.map((message) => `${PACKAGE}.${name}.v1.${message}`),
}));

/**
 * Pushes every release of every signal in order. Answers, by signal, release → what came of it; `postgres` may be null.
 * A release that lacks the signal's root file is left out.
 */
export async function pushHistory(context, folder, postgres) {
  const outcomes = new Map();
  for (const signal of SIGNALS) {
    await configure(context.api, signal.subject, {
      compatibility: 'BACKWARD',
      tables: signal.tables,
      dialects: ['sqlite', 'postgres'],
    });
    say();
    say(bold(signal.subject));
    outcomes.set(signal.name, await pushSignal(context, folder, signal, postgres));
  }
  return outcomes;
}

async function pushSignal(context, folder, signal, postgres) {
  const push = pushByCommand(context);
  const outcomes = new Map();
  for (const release of releasesIn(folder)) {
    const outcome = await withClosure(join(folder, release), signal.rootFile, (sources) =>
      sources === null
        ? null
        : pushRelease(context, push, { subject: signal.subject, folder: sources, name: release }),
    );
    if (outcome === null) continue;
    outcomes.set(release, outcome);
    printOutcome(release, outcome);
    if (!outcome.isNew) continue;
    const [sqlite, other] = await Promise.all(
      ['sqlite', 'postgres'].map((dialect) =>
        plansBetween(context.api, signal.subject, outcome.before, outcome.version, dialect),
      ),
    );
    printStatements(sqlite);
    if (postgres !== null) await postgres.apply(other);
  }
  return outcomes;
}

// Applies a plan file and ends itself: <url> <plan.json> <never | inside | after> <statement 1..>
import { readFileSync } from 'node:fs';
import { parsePlanFile } from '#libs/planner';
import { applyPlanFile, openLiveDatabase, stepsOf } from '../src/index.js';

const [url = '', path = '', when = '', at = ''] = process.argv.slice(2);
const file = parsePlanFile(readFileSync(path, 'utf8'));
const database = await openLiveDatabase(url, { readOnly: false, lockTimeoutMs: 20_000 });
const target = stepsOf(file)[Number(at) - 1]?.statement.sql;
const end = (): void => {
  process.kill(process.pid, 'SIGKILL');
};

const run = database.run.bind(database);
database.run = async (sql) => {
  const outcome = await run(sql);
  // What the statement did is there, and not committed yet.
  if (when === 'inside' && sql === target) {
    end();
    await new Promise(() => {});
  }
  return outcome;
};
const result = await applyPlanFile(database, file, {
  contract: true,
  now: Date.now,
  onStep: ({ step }) => {
    if (when === 'after' && step === Number(at)) end();
  },
});
await database.close();
process.stdout.write(`${result.ran}\n`);

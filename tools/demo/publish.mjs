// The schema's life: releases published, a breaking proposal refused, a good one accepted.
import { join } from 'node:path';
import { block, bold, dim, green, red, say, table } from './print.mjs';
import { readSources } from './sources.mjs';

export const SUBJECT = 'broadcaster.events';
const AUTHOR = 'demo';

/** Publishes one folder of examples; answers PublishResponse. Publishing the same content again is no new version. */
export function publishExample(api, root, name, reason) {
  const files = readSources(join(root, 'proto/examples/broadcaster', name));
  return api.post(`/api/v1/subjects/${SUBJECT}/versions`, { files, author: AUTHOR, reason });
}

/** Asks what publishing a folder of examples would come to; answers CheckResponse. */
export function checkExample(api, root, name) {
  const files = readSources(join(root, 'proto/examples/broadcaster', name));
  return api.post(`/api/v1/subjects/${SUBJECT}/check`, { files, author: AUTHOR });
}

/** One row for a table of published versions. */
export function publishedRow(name, { version, created, verdict }) {
  return [
    name,
    version.version,
    version.id,
    `${version.fingerprint.slice(0, 16)}…`,
    created === true ? 'new' : 'was there',
    verdict?.verdict ?? 'compatible',
  ];
}

/** Prints the findings that refuse, each with the bytes that prove it. */
export function printRefusal({ verdict, level, findings = [] }) {
  const refusing = findings.filter((finding) => finding.refused === true);
  const others = findings.length - refusing.length;
  say(
    `${red(verdict)} at level ${level}: ${refusing.length} findings refuse it, ${others} more are for information`,
  );
  for (const finding of refusing) {
    const { file, line } = finding.after ?? finding.before ?? {};
    say();
    say(`${bold(finding.ruleId)}  ${file === undefined ? finding.path : `${file}:${line}`}`);
    say(`  ${finding.message}`);
    if (finding.hint) say(`  ${green('do')} ${finding.hint}`);
    if (finding.witness) printWitness(finding.witness);
  }
}

function printWitness({ type, bytesHex, written, read }) {
  say(`  ${dim('proof')} ${type} ${dim(shorten(bytesHex))}`);
  say(`        written ${shorten(written)}`);
  say(`        read    ${shorten(read)}`);
}

/** Prints a change of tables in one dialect: SQL with its cost, and which tables stay as they are. */
export function printPlans(plans) {
  for (const plan of plans.filter(({ steps = [] }) => steps.length > 0)) {
    say(`${bold(plan.table)} on ${plan.dialect}, version ${plan.fromVersion ?? 0} to ${plan.toVersion}:`);
    for (const step of plan.steps) block(`${step.sql}\n${dim(`-- ${costOf(step)}`)}`);
  }
  const unchanged = plans.filter(({ steps = [] }) => steps.length === 0).map(({ table: name }) => name);
  if (unchanged.length > 0) say(dim(`unchanged: ${unchanged.join(', ')}`));
}

function costOf({ class: kind, lock, rewrite, reversible }) {
  const parts = [kind, `lock ${lock}`, rewrite ? 'rewrites rows' : 'rewrites no rows'];
  return [...parts, reversible ? 'reversible' : 'not reversible'].join(', ');
}

/** Heads of the columns of `publishedRow`. */
export const PUBLISHED_HEAD = ['release', 'version', 'id', 'fingerprint', 'content', 'verdict'];

/** Prints rows of published versions. */
export function printPublished(rows) {
  table(PUBLISHED_HEAD, rows);
}

function shorten(text) {
  return text.length <= 90 ? text : `${text.slice(0, 87)}…`;
}

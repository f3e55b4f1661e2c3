// One real release on its way into the registry: judged, pushed by the command line, planned.
import { readSources } from '../sources.mjs';
import { runCli } from './cli.mjs';

const at = (subject) => `/api/v1/subjects/${encodeURIComponent(subject)}`;

/**
 * Judges a folder of sources against the subject and pushes it with the command line. What the policy refuses was released all
 * the same, so it is pushed once more without a level, as an owner would decide who knows that nobody reads the old data.
 * Answers what came of it: `verdict`, the `version` and its `fingerprint`, and `refused` findings.
 */
export async function pushRelease({ api, root, url }, subject, folder) {
  const before = await latestVersion(api, subject);
  const check = await api.post(`${at(subject)}/check`, { files: readSources(folder) });
  const refused = (check.verdict.findings ?? []).filter((finding) => finding.refused === true);
  const pushed = await runCli(root, ['push', folder, '--subject', subject, '--registry', url]);
  if (refused.length > 0) {
    if (pushed.code === 0) throw new Error(`${subject}: the check refuses what push accepts`);
    await withLevel(api, subject, 'NONE', async () => {
      mustPass(await runCli(root, ['push', folder, '--subject', subject, '--registry', url]));
    });
  } else {
    mustPass(pushed);
  }
  const version = await versionOf(api, subject, check.fingerprint);
  return {
    verdict: check.verdict.verdict,
    refused,
    before,
    version: version.version,
    fingerprint: version.fingerprint,
    isNew: version.version > before,
  };
}

/** Statements that take the subject's tables from one version to another; `from` 0: that make them. */
export async function plansBetween(api, subject, from, to, dialect) {
  const version = `${at(subject)}/versions/${to}`;
  const path =
    from === 0 ? `${version}/ddl?dialect=${dialect}` : `${version}/plan?from=${from}&dialect=${dialect}`;
  return (await api.get(path)).plans ?? [];
}

/** The version of the subject with this content. */
export async function versionOf(api, subject, fingerprint) {
  const { versions } = await api.get(`${at(subject)}/versions`);
  const found = versions.find((version) => version.fingerprint === fingerprint);
  if (found === undefined) throw new Error(`${subject} has no version with fingerprint ${fingerprint}`);
  return found;
}

/** Settings of a subject that are given are set; others inherit. */
export function configure(api, subject, config) {
  return api.put(`/api/v1/config/${encodeURIComponent(subject)}`, config);
}

async function latestVersion(api, subject) {
  try {
    return (await api.get(at(subject))).latest ?? 0;
  } catch (error) {
    if (error.status === 404) return 0;
    throw error;
  }
}

async function withLevel(api, subject, compatibility, work) {
  const config = await api.get(`/api/v1/config/${encodeURIComponent(subject)}`);
  const { tables, dialects } = config;
  await configure(api, subject, { tables, dialects, compatibility });
  try {
    await work();
  } finally {
    await configure(api, subject, { tables, dialects, compatibility: config.compatibility });
  }
}

function mustPass({ code, stdout, stderr }) {
  if (code !== 0) throw new Error(`protokoll push ended with ${code}:\n${stdout}${stderr}`);
}

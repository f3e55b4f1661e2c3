// One real release on its way into the registry: judged, pushed, planned.
import { ApiError } from '../api.mjs';
import { readSources } from '../sources.mjs';
import { runCli } from './cli.mjs';

/** Exit codes of the command line for what a registry refuses. */
const EXIT_CODES = { SCHEMA_INCOMPATIBLE: 1, SCHEMA_INVALID: 3 };

const at = (subject) => `/api/v1/subjects/${encodeURIComponent(subject)}`;

/**
 * Judges a folder of sources against the subject and pushes it by `push`. What the policy refuses was released all
 * the same: then its owner says so by waivers, which name rule and element, and pushes again. Answers what came of it: `verdict`
 * (compatible, incompatible, invalid), the findings that `refused`, the `version` (0 when invalid), the latest one `before`.
 * Throws when check and push disagree.
 */
export async function pushRelease({ api }, push, { subject, folder, name }) {
  const before = await latestVersion(api, subject);
  const check = await checkFolder(api, subject, folder);
  const pushed = await push(subject, folder);
  if (check.problem !== undefined) {
    mustEnd(pushed, EXIT_CODES.SCHEMA_INVALID, name);
    return { verdict: 'invalid', problem: check.problem, refused: [], before, version: 0, isNew: false };
  }
  // What is there already is not judged again by publishing, whatever its verdict was.
  const isThere = (check.existingVersion ?? 0) > 0;
  const refused = (check.verdict.findings ?? []).filter((finding) => !isThere && finding.refused === true);
  if (refused.length > 0) {
    mustEnd(pushed, EXIT_CODES.SCHEMA_INCOMPATIBLE, name);
    await waive(api, subject, refused, `released as ${name}`);
    mustEnd(await push(subject, folder), 0, name);
  } else {
    mustEnd(pushed, 0, name);
  }
  const { version, fingerprint } = await versionOf(api, subject, check.fingerprint);
  const verdict = refused.length > 0 ? 'incompatible' : 'compatible';
  return { verdict, refused, before, version, fingerprint, isNew: version > before };
}

/** Pushes folders with the command line, as CI does on merge. */
export function pushByCommand({ root, url }) {
  return (subject, folder) => runCli(root, ['push', folder, '--subject', subject, '--registry', url]);
}

/** Pushes folders with one request each: the same without the start of a process. */
export function pushByRequest({ api }) {
  return async (subject, folder) => {
    try {
      await api.post(`${at(subject)}/versions`, { files: readSources(folder) });
      return { code: 0, stdout: '', stderr: '' };
    } catch (error) {
      const code = error instanceof ApiError ? EXIT_CODES[error.code] : undefined;
      if (code === undefined) throw error;
      return { code, stdout: '', stderr: error.message };
    }
  };
}

/** Statements that take the subject's tables from one version to another; `from` 0: that make them. */
export async function plansBetween(api, subject, from, to, dialect) {
  const version = `${at(subject)}/versions/${to}`;
  const path =
    from === 0 ? `${version}/ddl?dialect=${dialect}` : `${version}/plan?from=${from}&dialect=${dialect}`;
  return (await api.get(path)).plans ?? [];
}

/** Replaces a subject's own settings. */
export function configure(api, subject, config) {
  return api.put(`/api/v1/config/${encodeURIComponent(subject)}`, config);
}

async function checkFolder(api, subject, folder) {
  try {
    return await api.post(`${at(subject)}/check`, { files: readSources(folder) });
  } catch (error) {
    if (error.code !== 'SCHEMA_INVALID') throw error;
    return { problem: error.problem.detail };
  }
}

async function versionOf(api, subject, fingerprint) {
  const { versions } = await api.get(`${at(subject)}/versions`);
  const found = versions.find((version) => version.fingerprint === fingerprint);
  if (found === undefined) throw new Error(`${subject} has no version with fingerprint ${fingerprint}`);
  return found;
}

async function latestVersion(api, subject) {
  try {
    return (await api.get(at(subject))).latest ?? 0;
  } catch (error) {
    if (error.status === 404) return 0;
    throw error;
  }
}

async function waive(api, subject, findings, reason) {
  const {
    compatibility,
    tables,
    dialects,
    waivers = [],
  } = await api.get(`/api/v1/config/${encodeURIComponent(subject)}`);
  const known = waivers.map(({ expires, ...waiver }) => (expires ? { ...waiver, expires } : waiver));
  const added = findings.map(({ ruleId, path }) => ({ ruleId, path, reason, author: 'demo' }));
  await configure(api, subject, { compatibility, tables, dialects, waivers: [...known, ...added] });
}

function mustEnd({ code, stdout, stderr }, expected, name) {
  if (code !== expected)
    throw new Error(
      `push of ${name} ended with ${code}, not with ${expected} as check has it:\n${stdout}${stderr}`,
    );
}

import { readFileSync } from 'node:fs';
import { RegistryError } from '#libs/errors';
import { parse } from 'yaml';
import type { ZodType } from 'zod';

/** Name of the environment variable that points to a YAML file of settings. */
const FILE_SETTING = 'PROTOKOLL_CONFIG';

/**
 * Reads settings named as in the environment (`PORT`, `DATA_DIR`). The environment wins over the YAML file that
 * `PROTOKOLL_CONFIG` names; the schema supplies defaults. Empty strings count as not set.
 * **Throws** BAD_CONFIG naming the first setting that is wrong.
 */
export function readConfig<T>(
  schema: ZodType<T>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): T {
  const parsed = schema.safeParse({ ...readFile(env[FILE_SETTING]), ...onlySet(env) });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0] ?? 'configuration');
  throw new RegistryError('BAD_CONFIG', {
    name,
    value: shown(name, env[name]),
    problem: issue?.message ?? 'is wrong',
  });
}

function readFile(path: string | undefined): Record<string, string> {
  if (path === undefined || path === '') return {};
  const settings = parseFile(path);
  if (settings === null || typeof settings !== 'object' || Array.isArray(settings)) {
    throw new RegistryError('BAD_CONFIG', {
      name: FILE_SETTING,
      value: path,
      problem: 'the file must hold "NAME: value" lines.',
    });
  }
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
}

function parseFile(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const problem = `it can not be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new RegistryError('BAD_CONFIG', { name: FILE_SETTING, value: path, problem }, { cause });
  }
}

function onlySet(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const set = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  return Object.fromEntries(set);
}

/** Secrets must not reach a log by way of an error message. */
function shown(name: string, value: string | undefined): string {
  if (value === undefined) return '';
  return /KEY|TOKEN|SECRET|PASSWORD|URL/.test(name) ? '***' : value;
}

import type { Policy, Waiver } from '#libs/compat';
import { dirname, relative, resolve } from 'node:path';
import { findUpwards } from './find-upwards.js';
import { PROTOKOLL_SCHEMA, type PolicySection } from './protokoll-schema.js';
import { configProblem, readYaml } from './yaml-file.js';

/** A module that a protokoll.yaml names. */
export interface ConfiguredModule {
  /** Absolute. */
  readonly folder: string;
  readonly subject: string | null;
  /** As for `--against`; a folder starts in the configuration's. */
  readonly against: string | null;
  readonly policy: Partial<Policy>;
}

/** What a protokoll.yaml says; everything empty or null when there is none. */
export interface ProtokollConfig {
  /** Folder that its paths start in; absolute. */
  readonly folder: string;
  readonly registry: string | null;
  readonly policy: Partial<Policy>;
  readonly modules: readonly ConfiguredModule[];
  /** Those that hold today. */
  readonly waivers: readonly Waiver[];
  /** What a person should know, a line each, such as waivers that are over. */
  readonly warnings: readonly string[];
}

/** Name of the configuration. */
export const CONFIG_FILE = 'protokoll.yaml';

/**
 * Reads the configuration that is given, or the one in the current folder or around it in the repository. Today: RFC 3339 date.
 * **Throws** BAD_REQUEST with file and line.
 */
export async function readProtokollConfig(
  cwd: string,
  given: string | undefined,
  today: string,
): Promise<ProtokollConfig> {
  const file = given === undefined ? await findUpwards(cwd, [CONFIG_FILE]) : resolve(cwd, given);
  if (file === null)
    return { folder: resolve(cwd), registry: null, policy: {}, modules: [], waivers: [], warnings: [] };
  const shownAs = relative(cwd, file);
  const { value, lineOf } = await readYaml(file, shownAs, PROTOKOLL_SCHEMA);
  const folder = dirname(file);
  const modules = (value.modules ?? []).map((module) => ({
    folder: resolve(folder, module.path),
    subject: module.subject ?? null,
    against: module.against ?? null,
    policy: policyOf(module.policy),
  }));
  modules.forEach((module, index) => {
    if (modules.findIndex((other) => other.folder === module.folder) !== index)
      throw configProblem(shownAs, lineOf(['modules', index, 'path']), 'the module is there twice');
  });
  const waivers = (value.waivers ?? []).map(({ rule, path, reason, author, expires }, index) => ({
    waiver: { ruleId: rule ?? null, path: path ?? null, reason, author, expires: expires ?? null },
    line: lineOf(['waivers', index]),
  }));
  const isOver = ({ expires }: Waiver): boolean => expires !== null && expires < today;
  return {
    folder,
    registry: value.registry ?? null,
    policy: policyOf(value.policy),
    modules,
    waivers: waivers.map(({ waiver }) => waiver).filter((waiver) => !isOver(waiver)),
    warnings: waivers
      .filter(({ waiver }) => isOver(waiver))
      .map(({ waiver, line }) => `${shownAs}:${line}: ${overText(waiver)}`),
  };
}

function overText({ ruleId, path, expires }: Waiver): string {
  const what = [ruleId, path].filter((part) => part !== null).join(' at ');
  return `the waiver of ${what} ended on ${expires} and does not count`;
}

/** Only what is said: what is not comes from a wider scope. */
function policyOf(section: PolicySection | undefined): Partial<Policy> {
  const said = Object.entries(section ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as Partial<Policy>;
}

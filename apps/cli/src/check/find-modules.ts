import { mergePolicy, type BufOptions, type Policy } from '#libs/compat';
import { RegistryError } from '#libs/errors';
import { join, relative, resolve } from 'node:path';
import type { ProtokollConfig } from '../config/protokoll-config.js';
import type { Io } from '../io.js';
import { registryUrl } from '../registry-access.js';
import { parseAgainst, type Against } from '../sources/against.js';
import { mergeBase } from '../sources/merge-base.js';
import { wholeFolder, type SourceRoot } from '../sources/source-set.js';
import { localOptionsOf, policyOfOptions, type CheckOptions } from './check-options.js';
import { findTargets, type Target } from './find-targets.js';
import type { Earlier, ModuleToCheck } from './module-to-check.js';

/** Modules to check, each with what it is compared with and by what policy. **Throws** BAD_REQUEST, GIT_FAILED. */
export async function findModules(
  io: Io,
  folders: readonly string[],
  options: CheckOptions,
  config: ProtokollConfig,
): Promise<readonly ModuleToCheck[]> {
  const targets = await findTargets(io.cwd, folders, config, options.profile);
  return Promise.all(
    targets.map(async (target) => ({
      name: target.configured?.subject ?? target.name ?? target.folder,
      folder: target.folder,
      roots: target.roots,
      importRoots: target.importRoots,
      earlier: await earlierOf(io, target, options, config),
      policy: policyOf(target, importsAreTold(target, targets), options, config),
    })),
  );
}

/** Whether all that a module may import is checked as well: then, as with buf, what is found there is told there only. */
function importsAreTold(target: Target, targets: readonly Target[]): boolean {
  const others = targets.filter((other) => other !== target).flatMap(({ roots }) => roots);
  const checked = new Set(others.map(({ folder }) => folder));
  return target.importRoots.length > 0 && target.importRoots.every(({ folder }) => checked.has(folder));
}

async function earlierOf(
  io: Io,
  target: Target,
  options: CheckOptions,
  config: ProtokollConfig,
): Promise<Earlier> {
  const against = await againstOf(io, target, options, config);
  switch (against.kind) {
    case 'subject': {
      const [option] = localOptionsOf(options);
      if (option !== undefined) throw registryDecides(against.subject, option);
      const registry = against.registry ?? registryUrl(io, options.registry, config.registry);
      return { ...against, registry };
    }
    case 'git':
      return gitEarlier(io, target, against.ref, against.atMergeBase || options.mergeBase === true);
    case 'folder':
      if (options.mergeBase === true) throw noMergeBase(against.folder);
      return folderEarlier(io.cwd, target, against.folder, options.against === undefined);
  }
}

async function againstOf(
  io: Io,
  { configured, folder }: Target,
  options: CheckOptions,
  config: ProtokollConfig,
): Promise<Against> {
  if (options.against !== undefined) return parseAgainst(io.cwd, options.against);
  const said = configured?.against ?? null;
  if (said !== null) {
    const against = await parseAgainst(config.folder, said);
    if (against.kind !== 'folder') return against;
    return { kind: 'folder', folder: relative(io.cwd, resolve(config.folder, against.folder)) || '.' };
  }
  const subject = configured?.subject ?? null;
  if (subject !== null) return { kind: 'subject', subject, registry: null };
  throw new RegistryError('BAD_REQUEST', {
    problem: `It is not said what '${folder}' is compared with. Give --against, or against or subject of the module in protokoll.yaml.`,
  });
}

async function gitEarlier(io: Io, target: Target, ref: string, atMergeBase: boolean): Promise<Earlier> {
  const at = target.roots[0]?.folder ?? target.folder;
  const commit = atMergeBase ? await mergeBase(io.cwd, at, ref) : ref;
  const { roots, importRoots } = target;
  const name = atMergeBase ? `merge-base:${ref}` : `git:${ref}`;
  return { kind: 'sources', roots, importRoots, state: { kind: 'git', ref: commit }, name };
}

/** A folder of the module itself, or one that stands for the folder that its modules are in. */
function folderEarlier(cwd: string, target: Target, folder: string, isOwn: boolean): Earlier {
  const base = isOwn ? resolve(cwd, target.folder) : target.base;
  const moved = (root: SourceRoot): SourceRoot => {
    const inside = relative(base, resolve(cwd, root.folder));
    return inside === ''
      ? { ...root, folder }
      : { ...root, folder: join(folder, inside).replaceAll('\\', '/') };
  };
  const roots = target.roots.map(moved);
  // A module that the other tree does not have is new; a folder that was named and is not there is a mistake.
  const mayLack = roots.every((root) => root.folder !== folder);
  return {
    kind: 'sources',
    roots: roots.length === 0 ? [wholeFolder(folder)] : roots,
    importRoots: target.importRoots.map(moved),
    state: { kind: 'folder', mayLack },
    name: folder,
  };
}

function policyOf(
  target: Target,
  excludeImports: boolean,
  options: CheckOptions,
  config: ProtokollConfig,
): Policy {
  return mergePolicy(config.policy, target.configured?.policy ?? {}, policyOfOptions(options), {
    buf: bufOptionsOf({ ...target.buf, excludeImports }, options),
    waivers: config.waivers,
  });
}

function bufOptionsOf(buf: BufOptions, options: CheckOptions): BufOptions {
  return {
    ...buf,
    excludeImports: options.excludeImports ?? buf.excludeImports,
    limitToInputFiles: options.limitToInputFiles ?? buf.limitToInputFiles,
    ignoreUnstablePackages: options.ignoreUnstablePackages ?? buf.ignoreUnstablePackages,
  };
}

function noMergeBase(folder: string): RegistryError {
  const problem = `--merge-base is for git refs, and '${folder}' is a folder. Leave it out.`;
  return new RegistryError('BAD_REQUEST', { problem });
}

function registryDecides(subject: string, option: string): RegistryError {
  const problem = `${option} is for folders and git refs; for '${subject}' the registry decides. Leave it out.`;
  return new RegistryError('BAD_REQUEST', { problem });
}

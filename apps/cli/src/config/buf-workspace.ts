import type { BufOptions } from '#libs/compat';
import { stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { wholeFolder, type SourceRoot } from '../sources/source-set.js';
import { bufOptionsOf, normalPath, pathsInModule } from './buf-options.js';
import {
  BUF_SCHEMA,
  BUF_WORK_SCHEMA,
  type ModuleYaml,
  type SingleYaml,
  type WorkspaceYaml,
} from './buf-schema.js';
import { inTermsOfV2 } from './buf-version.js';
import { foldersUpwards } from './find-upwards.js';
import { configProblem, readYaml } from './yaml-file.js';

/** A module as buf sees it. */
export interface BufModule {
  /** Folder that it is in; absolute. */
  readonly folder: string;
  /** Its name in a buf registry. */
  readonly name: string | null;
  /** Absolute; more than one in v1beta1 only. */
  readonly roots: readonly SourceRoot[];
  readonly options: BufOptions;
}

/** Modules that are configured together and may import each other. */
export interface BufWorkspace {
  /** Folder of the buf.yaml or buf.work.yaml; absolute. */
  readonly folder: string;
  /** Whether it is a buf.yaml v1 or v1beta1, which a workspace around may name. */
  readonly isSingle: boolean;
  readonly modules: readonly BufModule[];
}

const BUF_YAML = 'buf.yaml';
const BUF_WORK_YAML = 'buf.work.yaml';

/**
 * The workspace that a folder belongs to: the nearest in it or around it, in the repository, that the folder is in, holds or is. A buf.yaml v1
 * gives way to the buf.work.yaml that names it. Null when there is none. **Throws** BAD_REQUEST with file and line.
 */
export async function findBufWorkspace(cwd: string, folder: string): Promise<BufWorkspace | null> {
  let single: BufWorkspace | null = null;
  for await (const at of foldersUpwards(resolve(cwd, folder))) {
    const found = await readWorkspace(cwd, at);
    if (found === null) continue;
    const own = single;
    if (own === null && modulesAt(found, folder, cwd).length === 0) continue;
    if (own !== null && !found.modules.some((module) => module.folder === own.folder)) continue;
    if (!found.isSingle) return found;
    single ??= found;
  }
  return single;
}

/** Modules that a folder is in, is, or holds. */
export function modulesAt(workspace: BufWorkspace, folder: string, cwd: string): readonly BufModule[] {
  const at = resolve(cwd, folder);
  const around = workspace.modules.filter((module) => holds(module.folder, at));
  // The innermost one: a module in a module's folder is excluded there.
  const [inner] = [...around].sort((one, other) => other.folder.length - one.folder.length);
  if (inner !== undefined && inner.folder !== at) return [inner];
  return workspace.modules.filter((module) => holds(at, module.folder));
}

function holds(folder: string, inside: string): boolean {
  const path = relative(folder, inside);
  return path === '' || (!path.startsWith('..') && !isAbsolute(path));
}

async function readWorkspace(cwd: string, folder: string): Promise<BufWorkspace | null> {
  if (await isFile(join(folder, BUF_WORK_YAML))) return readBufWork(cwd, folder);
  if (!(await isFile(join(folder, BUF_YAML)))) return null;
  return readBufYaml(cwd, folder);
}

async function readBufWork(cwd: string, folder: string): Promise<BufWorkspace> {
  const file = join(folder, BUF_WORK_YAML);
  const { value } = await readYaml(file, relative(cwd, file), BUF_WORK_SCHEMA);
  const modules: BufModule[] = [];
  for (const directory of value.directories) {
    const at = resolve(folder, directory);
    const own = (await isFile(join(at, BUF_YAML))) ? await readBufYaml(cwd, at) : null;
    modules.push(...(own?.modules ?? [plainModule(at)]));
  }
  return { folder, isSingle: false, modules };
}

function plainModule(folder: string): BufModule {
  return {
    folder,
    name: null,
    roots: [wholeFolder(folder)],
    options: inTermsOfV2(bufOptionsOf(null, '.'), 'v1'),
  };
}

async function readBufYaml(cwd: string, folder: string): Promise<BufWorkspace> {
  const file = join(folder, BUF_YAML);
  const shownAs = relative(cwd, file);
  const { value, lineOf } = await readYaml(file, shownAs, BUF_SCHEMA);
  if (value.version !== 'v2') return { folder, isSingle: true, modules: [singleModule(folder, value)] };
  const modules = (value.modules ?? [WHOLE]).map((module, index) => {
    const path = normalPath(module.path);
    if (path.startsWith('..') || path.startsWith('/'))
      throw configProblem(
        shownAs,
        lineOf(['modules', index, 'path']),
        `'${path}' is outside of the workspace`,
      );
    return workspaceModule(folder, value, { ...module, path });
  });
  return { folder, isSingle: false, modules };
}

/** The module that a buf.yaml v2 means when it names none. */
const WHOLE: ModuleYaml = { path: '.', name: null, includes: [], excludes: [], breaking: null };

function workspaceModule(folder: string, yaml: WorkspaceYaml, module: ModuleYaml): BufModule {
  const at = resolve(folder, module.path);
  const root = {
    folder: at,
    includes: pathsInModule(module.includes, module.path),
    excludes: pathsInModule(module.excludes, module.path),
  };
  const name = module.name ?? yaml.name ?? null;
  const options = bufOptionsOf(module.breaking ?? yaml.breaking, module.path);
  return { folder: at, name, roots: [root], options };
}

function singleModule(folder: string, { version, name, build, breaking }: SingleYaml): BufModule {
  const excludes = build?.excludes ?? [];
  const paths = (build?.roots ?? []).map(normalPath);
  const roots = (paths.length === 0 ? ['.'] : paths).map((path) => ({
    folder: resolve(folder, path),
    includes: [],
    excludes: pathsInModule(excludes, path),
  }));
  return { folder, name: name ?? null, roots, options: inTermsOfV2(bufOptionsOf(breaking, '.'), version) };
}

async function isFile(path: string): Promise<boolean> {
  const facts = await stat(path).catch(() => null);
  return facts?.isFile() === true;
}

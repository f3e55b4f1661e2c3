import { DEFAULT_BUF_OPTIONS, type BufOptions, type ProfileName } from '#libs/compat';
import { RegistryError } from '#libs/errors';
import { relative, resolve } from 'node:path';
import { findBufWorkspace, modulesAt, type BufModule, type BufWorkspace } from '../config/buf-workspace.js';
import type { ConfiguredModule, ProtokollConfig } from '../config/protokoll-config.js';
import { wholeFolder, type SourceRoot } from '../sources/source-set.js';

/** A module to check, before it is known what with. */
export interface Target {
  readonly name: string | null;
  readonly folder: string;
  readonly roots: readonly SourceRoot[];
  readonly importRoots: readonly SourceRoot[];
  readonly buf: BufOptions;
  readonly configured: ConfiguredModule | null;
  /** Absolute: the folder that a folder to compare with stands for. */
  readonly base: string;
}

/**
 * The modules to check: those of the folders that were given; else those of the protokoll.yaml; else those of the buf.yaml here or above.
 * With a profile of buf a folder that a buf.yaml knows is what that makes of it. **Throws** BAD_REQUEST.
 */
export async function findTargets(
  cwd: string,
  folders: readonly string[],
  config: ProtokollConfig,
  profile: ProfileName | undefined,
): Promise<readonly Target[]> {
  const finder = new TargetFinder(cwd, config, profile);
  if (folders.length > 0) return finder.ofFolders(folders);
  if (config.modules.length > 0) return finder.ofConfig();
  const workspace = await findBufWorkspace(cwd, '.');
  if (workspace !== null) return workspace.modules.map((module) => finder.ofBuf(module, workspace, null));
  throw new RegistryError('BAD_REQUEST', {
    problem:
      'There is nothing to check. Give the root folder of the .proto files, or name it under modules in a protokoll.yaml.',
  });
}

class TargetFinder {
  constructor(
    private readonly cwd: string,
    private readonly config: ProtokollConfig,
    private readonly profile: ProfileName | undefined,
  ) {}

  async ofFolders(folders: readonly string[]): Promise<readonly Target[]> {
    // One folder is compared with one; several with what has the same place in another tree.
    const baseOf = (folder: string): string => resolve(this.cwd, folders.length === 1 ? folder : '.');
    const found = await Promise.all(folders.map((folder) => this.ofFolder(folder, folder, baseOf(folder))));
    return found.flat();
  }

  async ofConfig(): Promise<readonly Target[]> {
    const { modules, folder: base } = this.config;
    const found = await Promise.all(
      modules.map(({ folder }) => this.ofFolder(folder, this.shown(folder), base)),
    );
    return found.flat();
  }

  ofBuf(module: BufModule, workspace: BufWorkspace, configured: ConfiguredModule | null): Target {
    const others = workspace.modules.filter((other) => other !== module);
    return {
      name: module.name,
      folder: this.shown(module.roots[0]?.folder ?? module.folder),
      roots: module.roots.map((root) => this.shownRoot(root)),
      importRoots: others.flatMap(({ roots }) => roots.map((root) => this.shownRoot(root))),
      buf: module.options,
      configured,
      base: workspace.folder,
    };
  }

  private async ofFolder(folder: string, shown: string, base: string): Promise<readonly Target[]> {
    const at = resolve(this.cwd, folder);
    const configured = this.config.modules.find((module) => module.folder === at) ?? null;
    const profile = this.profile ?? configured?.policy.profile ?? this.config.policy.profile;
    const workspace = profile?.startsWith('buf') === true ? await findBufWorkspace(this.cwd, folder) : null;
    if (workspace !== null) {
      return modulesAt(workspace, folder, this.cwd).map((module) => ({
        ...partOf(this.ofBuf(module, workspace, configured), this.shown(at), this.cwd),
        base,
      }));
    }
    const others = this.config.modules.filter((module) => module.folder !== at);
    const importRoots = others.map((module) => wholeFolder(this.shown(module.folder)));
    const roots = [wholeFolder(shown)];
    return [{ name: null, folder: shown, roots, importRoots, buf: DEFAULT_BUF_OPTIONS, configured, base }];
  }

  private shownRoot(root: SourceRoot): SourceRoot {
    return { ...root, folder: this.shown(root.folder) };
  }

  private shown(folder: string): string {
    return (relative(this.cwd, folder) || '.').replaceAll('\\', '/');
  }
}

/** A folder inside a root stands for the files in it; their import paths stay. */
function partOf(target: Target, folder: string, cwd: string): Target {
  const at = resolve(cwd, folder);
  const inside = target.roots.map((root) => ({ root, path: relative(resolve(cwd, root.folder), at) }));
  const around = inside.find(({ path }) => path !== '' && !path.startsWith('..'));
  if (around === undefined) return target;
  const path = around.path.replaceAll('\\', '/');
  return {
    ...target,
    roots: [{ ...around.root, includes: [path] }],
    importRoots: [...target.roots, ...target.importRoots],
  };
}

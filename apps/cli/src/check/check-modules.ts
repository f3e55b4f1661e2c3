import type { Compiler } from '#libs/compiler';
import type { CheckReport, ModuleReport } from '../check-report.js';
import { compareLocally } from '../compare-locally.js';
import { withCompiler } from '../compile-schema.js';
import { repositoryOf } from '../config/find-upwards.js';
import type { Io } from '../io.js';
import { runBounded } from '../run-bounded.js';
import { SourceReader } from '../sources/source-reader.js';
import { checkInRegistry } from './check-in-registry.js';
import type { CheckOptions } from './check-options.js';
import { locateFiles } from './locate-files.js';
import type { LocalModule, ModuleToCheck, SubjectModule } from './module-to-check.js';
import { FOLLOW_HINTS, isRefused, settle, sourcesOf } from './settle.js';

/** Modules that are read and judged at once; the compiler itself runs fewer processes. */
const MODULES_AT_ONCE = 4;

/** Checks modules, in one report in their order. What does not compile is an outcome. **Throws** what is wrong with the rest. */
export async function checkModules(
  io: Io,
  modules: readonly ModuleToCheck[],
  options: CheckOptions,
): Promise<CheckReport> {
  const reader = new SourceReader(io.cwd);
  const reports = new Map<ModuleToCheck, ModuleReport>();
  const local = modules.filter((module): module is LocalModule => module.earlier.kind === 'sources');
  const subjects = modules.filter((module): module is SubjectModule => module.earlier.kind === 'subject');
  if (local.length > 0) {
    await withCompiler(io, (compiler) =>
      runBounded(local, MODULES_AT_ONCE, async (module) => {
        reports.set(module, await checkLocally(io, compiler, reader, module));
      }),
    );
  }
  for (const [url, members] of byRegistry(subjects)) {
    const found = await checkInRegistry(io, url, reader, members, options.reference);
    members.forEach((module, index) => reports.set(module, found[index] as ModuleReport));
  }
  return {
    cwd: io.cwd,
    repository: (await repositoryOf(io.cwd)) ?? io.cwd,
    modules: modules.map((module) => reports.get(module) as ModuleReport),
  };
}

async function checkLocally(
  io: Io,
  compiler: Compiler,
  reader: SourceReader,
  module: LocalModule,
): Promise<ModuleReport> {
  const { earlier, folder, roots, importRoots } = module;
  const after = await reader.read(roots, importRoots, { kind: 'folder', mayLack: false });
  const before = await reader.read(earlier.roots, earlier.importRoots, earlier.state);
  if (before.files.length === 0)
    io.stderr(
      `protokoll: '${folder}' had no .proto file at ${earlier.name.replace(/^git:/, '')}; all is new.\n`,
    );
  const outcome = await settle(async () => {
    const { verdict } = await compareLocally(io, compiler, before, after, module.policy);
    return verdict;
  });
  const beforeName = (): string => earlier.name;
  const report: ModuleReport = {
    name: module.name,
    folder,
    comparedWith: earlier.name,
    beforeName,
    sources: sourcesOf([...before.files, ...before.imports], [...after.files, ...after.imports], beforeName),
    outcome,
    next: isRefused(outcome) ? FOLLOW_HINTS : 'commit it, or publish it with protokoll push.',
  };
  return locateFiles(report, [...after.files, ...after.imports]);
}

function byRegistry(modules: readonly SubjectModule[]): ReadonlyMap<string, readonly SubjectModule[]> {
  const groups = new Map<string, SubjectModule[]>();
  for (const module of modules) {
    const group = groups.get(module.earlier.registry);
    if (group === undefined) groups.set(module.earlier.registry, [module]);
    else group.push(module);
  }
  return groups;
}

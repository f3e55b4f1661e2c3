import type { SourceFile } from '#libs/compiler';
import type { registry } from '#libs/gen';
import type { ModuleReport } from '../check-report.js';
import { compareAllInRegistry } from '../compare-in-registry.js';
import type { Comparison } from '../compare-locally.js';
import type { Io } from '../io.js';
import { versionsText } from '../print/comparison.js';
import { withRegistry } from '../registry-access.js';
import { runBounded } from '../run-bounded.js';
import type { SourceReader } from '../sources/source-reader.js';
import type { SubjectModule } from './module-to-check.js';
import { FOLLOW_HINTS, isRefused, settle, sourcesOf } from './settle.js';

/** Requests at once. */
const REQUESTS_AT_ONCE = 4;

/** Lets one registry judge modules by their subjects' policies and histories; reports in their order. **Throws** REGISTRY_UNREACHABLE. */
export async function checkInRegistry(
  io: Io,
  url: string,
  reader: SourceReader,
  modules: readonly SubjectModule[],
  references: readonly registry.ReferenceJson[],
): Promise<readonly ModuleReport[]> {
  const sources = await Promise.all(
    modules.map(async (module) => {
      const { files } = await reader.read(module.roots, [], { kind: 'folder', mayLack: false });
      const after = files.map(({ path, content }) => ({ path, content }));
      return { subject: module.earlier.subject, after };
    }),
  );
  return withRegistry(io, url, async (client) => {
    const comparisons = await compareAllInRegistry(client, sources, references);
    const asked = modules.map((module, index) => ({
      module,
      after: sources[index]?.after ?? [],
      compare: comparisons[index] as () => Promise<Comparison>,
    }));
    return runBounded(asked, REQUESTS_AT_ONCE, reportOf);
  });
}

interface Asked {
  readonly module: SubjectModule;
  readonly after: readonly SourceFile[];
  readonly compare: () => Promise<Comparison>;
}

async function reportOf({ module, after, compare }: Asked): Promise<ModuleReport> {
  const { subject } = module.earlier;
  let before: readonly SourceFile[] = [];
  const outcome = await settle(async () => {
    const comparison = await compare();
    before = comparison.before;
    return comparison.verdict;
  });
  const beforeName = (versions: readonly number[]): string => `${versionsText(versions)} of ${subject}`;
  return {
    name: module.name,
    folder: module.folder,
    comparedWith: outcome.kind === 'verdict' ? beforeName(outcome.verdict.versions) : subject,
    beforeName,
    sources: sourcesOf(before, after, beforeName),
    outcome,
    next: isRefused(outcome) ? FOLLOW_HINTS : `protokoll push ${module.folder} --subject ${subject}`,
  };
}

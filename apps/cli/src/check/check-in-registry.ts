import type { SourceFile } from '#libs/compiler';
import type { registry } from '#libs/gen';
import type { RegistryClient } from '#libs/registry-client';
import type { ModuleReport } from '../check-report.js';
import { compareInRegistry } from '../compare-in-registry.js';
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
  return withRegistry(io, url, (client) =>
    runBounded(modules, REQUESTS_AT_ONCE, (module) => checkOne(client, reader, module, references)),
  );
}

async function checkOne(
  client: RegistryClient,
  reader: SourceReader,
  module: SubjectModule,
  references: readonly registry.ReferenceJson[],
): Promise<ModuleReport> {
  const { subject } = module.earlier;
  const { files: after } = await reader.read(module.roots, [], { kind: 'folder', mayLack: false });
  let before: readonly SourceFile[] = [];
  const outcome = await settle(async () => {
    const comparison = await compareInRegistry(client, subject, after, references);
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

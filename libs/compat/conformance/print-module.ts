import { Random } from '../test/random.js';
import type { ModuleSpec } from './model.js';
import { ModuleIndex } from './module-index.js';
import type { Naming } from './naming.js';
import { FilePrinter } from './file-printer.js';

/** Import path -> text of a settled module's files. `formatSeed` null: plain layout, else odd columns. */
export function printModule(
  module: ModuleSpec,
  naming: Naming,
  formatSeed: number | null,
): ReadonlyMap<string, string> {
  const index = new ModuleIndex(module);
  const random = formatSeed === null ? null : new Random(formatSeed);
  return new Map(
    module.files.map((file) => [naming.path(file), new FilePrinter(file, index, naming, random).print()]),
  );
}

import { create, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { ImportGraph } from '../load/import-graph.js';
import type { SymbolTable } from '../load/symbols.js';
import { orderFiles } from '../order-files.js';
import { canonicalFile } from './canonical-file.js';
import { reachFrom } from './reach.js';

/**
 * The canonical bytes of a checked set: what its root files need, in an order that says nothing about how it was written down.
 * Canonical bytes with the same roots give the same bytes again. What counts and what does not: README.md.
 */
export function canonicalize(
  graph: ImportGraph,
  symbols: SymbolTable,
  rootFiles: readonly string[],
): Uint8Array {
  const reached = reachFrom(graph, symbols, rootFiles);
  const files = [...graph.files.entries()].flatMap(
    ([number, file]) => canonicalFile(file, number, reached) ?? [],
  );
  const byPath = new Map(files.map((file) => [file.name, file]));
  const order = orderFiles(files.map((file) => ({ path: file.name, imports: file.dependency })));
  const set = create(FileDescriptorSetSchema);
  set.file = order.flatMap((path) => byPath.get(path) ?? []);
  return toBinary(FileDescriptorSetSchema, set);
}

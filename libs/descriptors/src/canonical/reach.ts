import type { DescriptorProto, EnumDescriptorProto, FieldDescriptorProto } from '@bufbuild/protobuf/wkt';
import type { ImportGraph } from '../load/import-graph.js';
import type { MessageSymbol, SymbolTable, TypeSymbol } from '../load/symbols.js';

/** What of a set its root files need. */
export interface Reached {
  /** File numbers of the roots. */
  readonly roots: ReadonlySet<number>;
  /** Messages and enums that are needed as they are. All of a root file is. */
  readonly whole: ReadonlySet<DescriptorProto | EnumDescriptorProto>;
  /** Messages that something needed is declared in. Some of them are whole, too. */
  readonly containers: ReadonlySet<DescriptorProto>;
  /** By file number: paths of the files whose types it names. */
  readonly imports: ReadonlyMap<number, ReadonlySet<string>>;
}

/** Follows fields, extensions and methods out of the root files. Linear in the size of the set. */
export function reachFrom(graph: ImportGraph, symbols: SymbolTable, rootFiles: readonly string[]): Reached {
  const reach = new Reach(graph, symbols, new Set(rootFiles));
  for (const root of reach.roots) reach.addRootFile(root);
  for (const symbol of [...symbols.messages, ...symbols.enums])
    if (reach.roots.has(symbol.file)) reach.mark(symbol);
  reach.followAll();
  return reach;
}

class Reach implements Reached {
  readonly roots: ReadonlySet<number>;
  readonly whole = new Set<DescriptorProto | EnumDescriptorProto>();
  readonly containers = new Set<DescriptorProto>();
  readonly imports = new Map<number, Set<string>>();
  private readonly pending: MessageSymbol[] = [];

  constructor(
    private readonly graph: ImportGraph,
    private readonly symbols: SymbolTable,
    rootPaths: ReadonlySet<string>,
  ) {
    const numbers = [...graph.files.entries()].filter(([, file]) => rootPaths.has(file.name));
    this.roots = new Set(numbers.map(([number]) => number));
  }

  addRootFile(number: number): void {
    const file = this.graph.files[number];
    for (const extension of file?.extension ?? []) this.useExtension(number, extension);
    for (const method of file?.service.flatMap((service) => service.method) ?? []) {
      this.use(number, method.inputType);
      this.use(number, method.outputType);
    }
  }

  mark(symbol: TypeSymbol): void {
    if (this.whole.has(symbol.proto)) return;
    this.whole.add(symbol.proto);
    if (symbol.kind === 'message') this.pending.push(symbol);
    for (let outer = symbol.parent; outer !== null; outer = outer.parent) {
      if (this.containers.has(outer.proto)) break;
      this.containers.add(outer.proto);
    }
  }

  followAll(): void {
    for (let symbol = this.pending.pop(); symbol !== undefined; symbol = this.pending.pop()) {
      for (const field of symbol.proto.field) this.use(symbol.file, field.typeName);
      if (!this.roots.has(symbol.file)) continue;
      for (const extension of symbol.proto.extension) this.useExtension(symbol.file, extension);
    }
  }

  private useExtension(file: number, extension: FieldDescriptorProto): void {
    this.use(file, extension.extendee);
    this.use(file, extension.typeName);
  }

  private use(file: number, typeName: string): void {
    const symbol = this.symbols.byName.get(typeName.slice(1));
    if (symbol?.kind !== 'message' && symbol?.kind !== 'enum') return;
    if (symbol.file !== file) this.addImport(file, this.graph.files[symbol.file]?.name ?? '');
    this.mark(symbol);
  }

  private addImport(file: number, path: string): void {
    const paths = this.imports.get(file);
    if (paths === undefined) this.imports.set(file, new Set([path]));
    else paths.add(path);
  }
}

import { isFieldSet } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Type,
  FieldDescriptorProtoSchema,
  type FieldDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { checkKind } from './check-messages.js';
import type { ImportGraph } from './import-graph.js';
import type { ResolvedLimits } from './limits.js';
import { descriptorInvalid, quote } from './problem.js';
import {
  isMapEntry,
  joinName,
  type AnySymbol,
  type MessageSymbol,
  type SymbolTable,
  type TypeSymbol,
} from './symbols.js';

const { GROUP, MESSAGE, ENUM } = FieldDescriptorProto_Type;
/** Scopes tried for relative names, for each element a set may have. Names out of a compiler are absolute: none are tried. */
const TRIES_PER_ELEMENT = 5;

/**
 * Rewrites every type name in place to its absolute form with a leading dot, and fills in the kind of a field that only
 * names its type, as sets made by hand do. **Throws** DESCRIPTOR_INVALID for a name that leads nowhere, to the wrong kind of
 * thing, or into a file that is not imported.
 */
export function resolveTypes(graph: ImportGraph, symbols: SymbolTable, limits: ResolvedLimits): void {
  const resolver = new TypeResolver(graph, symbols, limits);
  for (const [number, file] of graph.files.entries()) {
    for (const extension of file.extension) resolver.resolveExtension(extension, file.package, number);
    for (const service of file.service) {
      const scope = joinName(file.package, service.name);
      for (const method of service.method) {
        const element = joinName(scope, method.name);
        method.inputType = resolver.message(method.inputType, scope, number, element);
        method.outputType = resolver.message(method.outputType, scope, number, element);
      }
    }
  }
  for (const message of symbols.messages) {
    for (const field of message.proto.field) resolver.resolveField(field, message);
    for (const extension of message.proto.extension)
      resolver.resolveExtension(extension, message.name, message.file);
  }
}

class TypeResolver {
  private triesLeft: number;

  constructor(
    private readonly graph: ImportGraph,
    private readonly symbols: SymbolTable,
    limits: ResolvedLimits,
  ) {
    this.triesLeft = limits.maxElements * TRIES_PER_ELEMENT;
  }

  resolveField(field: FieldDescriptorProto, owner: MessageSymbol): void {
    if (field.extendee !== '')
      throw descriptorInvalid(`field ${quote(joinName(owner.name, field.name))} has an extendee`);
    this.resolveType(field, owner.name, owner.file, owner);
  }

  resolveExtension(field: FieldDescriptorProto, scope: string, file: number): void {
    field.extendee = this.message(field.extendee, scope, file, joinName(scope, field.name));
    this.resolveType(field, scope, file, null);
  }

  /** The absolute name of the message that is meant. */
  message(name: string, scope: string, file: number, element: string): string {
    const symbol = this.find(name, scope, file, element);
    if (symbol.kind !== 'message' || isMapEntry(symbol))
      throw descriptorInvalid(`${quote(element)} refers to ${quote(name)}, which is not a message`);
    return `.${symbol.name}`;
  }

  private resolveType(
    field: FieldDescriptorProto,
    scope: string,
    file: number,
    owner: MessageSymbol | null,
  ): void {
    const element = joinName(scope, field.name);
    const typed = isFieldSet(field, FieldDescriptorProtoSchema.field.type);
    const needsName = field.type === MESSAGE || field.type === GROUP || field.type === ENUM;
    checkKind(field, scope);
    if (field.typeName === '') {
      if (typed && !needsName) return;
      throw descriptorInvalid(`${quote(element)} does not say its type`);
    }
    if (typed && !needsName)
      throw descriptorInvalid(`${quote(element)} is a scalar but names the type ${quote(field.typeName)}`);
    const symbol = this.find(field.typeName, scope, file, element);
    if (!typed) field.type = symbol.kind === 'enum' ? ENUM : MESSAGE;
    if ((symbol.kind === 'enum') !== (field.type === ENUM))
      throw descriptorInvalid(
        `${quote(element)} refers to ${quote(symbol.name)}, which is no such kind of type`,
      );
    if (symbol.kind === 'message' && isMapEntry(symbol) && (owner === null || symbol.parent !== owner))
      throw descriptorInvalid(
        `${quote(element)} refers to the map entry ${quote(symbol.name)} of another message`,
      );
    field.typeName = `.${symbol.name}`;
  }

  private find(name: string, scope: string, file: number, element: string): TypeSymbol {
    const symbol = name.startsWith('.') ? this.symbols.byName.get(name.slice(1)) : this.search(name, scope);
    if (symbol === undefined)
      throw descriptorInvalid(`${quote(element)} refers to ${quote(name)}, which is not in the set`);
    if (symbol.kind !== 'message' && symbol.kind !== 'enum')
      throw descriptorInvalid(`${quote(element)} refers to ${quote(name)}, which is a ${symbol.kind}`);
    if (!this.graph.sees(file, symbol.file)) {
      const [here, there] = [file, symbol.file].map((number) => quote(this.graph.files[number]?.name ?? ''));
      throw descriptorInvalid(
        `${quote(element)} refers to ${quote(symbol.name)} of ${there}, which ${here} does not import`,
      );
    }
    return symbol;
  }

  /** A relative name means the innermost scope that has it. */
  private search(name: string, scope: string): AnySymbol | undefined {
    for (let within = scope; ; within = within.slice(0, Math.max(0, within.lastIndexOf('.')))) {
      if (--this.triesLeft < 0) throw descriptorInvalid('it has too many relative type names');
      const symbol = this.symbols.byName.get(joinName(within, name));
      if (symbol?.kind === 'message' || symbol?.kind === 'enum') return symbol;
      if (within === '') return symbol;
    }
  }
}

import type {
  DescriptorProto,
  EnumDescriptorProto,
  FieldDescriptorProto,
  FileDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { nestedTooDeep } from './scan.js';
import type { ResolvedLimits } from './limits.js';
import { descriptorInvalid, quote } from './problem.js';

/** A message of the set, map entries included. */
export interface MessageSymbol {
  readonly kind: 'message';
  /** Full name without leading dot. */
  readonly name: string;
  /** Number of the file that defines it. */
  readonly file: number;
  readonly proto: DescriptorProto;
  /** Null at the top of a file. */
  readonly parent: MessageSymbol | null;
}

/** An enum of the set. */
export interface EnumSymbol {
  readonly kind: 'enum';
  readonly name: string;
  readonly file: number;
  readonly proto: EnumDescriptorProto;
  readonly parent: MessageSymbol | null;
}

/** Anything else that takes a full name. */
export interface OtherSymbol {
  readonly kind: 'package' | 'service' | 'extension';
  readonly name: string;
  readonly file: number;
}

export type TypeSymbol = MessageSymbol | EnumSymbol;
export type AnySymbol = TypeSymbol | OtherSymbol;

/** Everything in a set that has a full name. */
export interface SymbolTable {
  /** By full name without leading dot. */
  readonly byName: ReadonlyMap<string, AnySymbol>;
  /** By file, then declaration; a message before what is in it. */
  readonly messages: readonly MessageSymbol[];
  readonly enums: readonly EnumSymbol[];
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Full name of what has this name in this scope; the empty scope is that of a file without package. */
export function joinName(scope: string, name: string): string {
  return scope === '' ? name : `${scope}.${name}`;
}

/** True for the message that protobuf makes up for the entries of a map field. */
export function isMapEntry(symbol: MessageSymbol): boolean {
  return symbol.proto.options?.mapEntry === true;
}

/** **Throws** DESCRIPTOR_INVALID when a name is no identifier, too long or taken, or messages are nested too deep. */
export function buildSymbols(files: readonly FileDescriptorProto[], limits: ResolvedLimits): SymbolTable {
  const builder = new SymbolBuilder(files, limits);
  for (const number of files.keys()) builder.addFile(number);
  return builder;
}

/** Says which name is no identifier. **Throws** DESCRIPTOR_INVALID. */
export function checkIdentifier(kind: string, name: string, scope: string, limits: ResolvedLimits): void {
  if (!IDENTIFIER.test(name)) {
    const where = scope === '' ? '' : ` in ${quote(scope)}`;
    throw descriptorInvalid(`${kind} name ${quote(name)}${where} is not an identifier`);
  }
  if (scope.length + 1 + name.length > limits.maxNameLength) {
    const full = quote(joinName(scope, name));
    throw descriptorInvalid(`${kind} name ${full} is longer than ${limits.maxNameLength} characters`);
  }
}

class SymbolBuilder implements SymbolTable {
  readonly byName = new Map<string, AnySymbol>();
  readonly messages: MessageSymbol[] = [];
  readonly enums: EnumSymbol[] = [];

  constructor(
    private readonly files: readonly FileDescriptorProto[],
    private readonly limits: ResolvedLimits,
  ) {}

  addFile(number: number): void {
    const file = this.files[number];
    if (file === undefined) return;
    this.addPackage(number, file.package);
    for (const proto of file.enumType) this.addEnum(proto, number, file.package, null);
    for (const proto of file.messageType) this.addMessage(proto, number, file.package, null, 1);
    this.addExtensions(file.extension, number, file.package);
    for (const service of file.service) {
      const name = this.nameOf('service', service.name, file.package);
      this.add({ kind: 'service', name, file: number });
      this.checkSiblings('method', service.method, name);
    }
  }

  private addPackage(file: number, name: string): void {
    if (name === '') return;
    let scope = '';
    for (const part of name.split('.')) {
      checkIdentifier('package', part, scope, this.limits);
      scope = joinName(scope, part);
      const taken = this.byName.get(scope);
      if (taken === undefined) this.byName.set(scope, { kind: 'package', name: scope, file });
      else if (taken.kind !== 'package') throw this.taken(scope, taken, file);
    }
  }

  private addMessage(
    proto: DescriptorProto,
    file: number,
    scope: string,
    parent: MessageSymbol | null,
    level: number,
  ): void {
    if (level > this.limits.maxNesting) throw nestedTooDeep(this.limits);
    const name = this.nameOf('message', proto.name, scope);
    const symbol: MessageSymbol = { kind: 'message', name, file, proto, parent };
    this.add(symbol);
    this.messages.push(symbol);
    this.checkSiblings('field', proto.field, name);
    this.checkSiblings('oneof', proto.oneofDecl, name);
    for (const nested of proto.enumType) this.addEnum(nested, file, name, symbol);
    for (const nested of proto.nestedType) this.addMessage(nested, file, name, symbol, level + 1);
    this.addExtensions(proto.extension, file, name);
  }

  private addEnum(
    proto: EnumDescriptorProto,
    file: number,
    scope: string,
    parent: MessageSymbol | null,
  ): void {
    const name = this.nameOf('enum', proto.name, scope);
    const symbol: EnumSymbol = { kind: 'enum', name, file, proto, parent };
    this.add(symbol);
    this.enums.push(symbol);
    this.checkSiblings('enum value', proto.value, name);
  }

  private addExtensions(extensions: readonly FieldDescriptorProto[], file: number, scope: string): void {
    for (const proto of extensions)
      this.add({ kind: 'extension', name: this.nameOf('extension', proto.name, scope), file });
  }

  private nameOf(kind: string, name: string, scope: string): string {
    checkIdentifier(kind, name, scope, this.limits);
    return joinName(scope, name);
  }

  private checkSiblings(kind: string, siblings: readonly { readonly name: string }[], scope: string): void {
    const names = new Set<string>();
    for (const { name } of siblings) {
      checkIdentifier(kind, name, scope, this.limits);
      if (names.has(name)) throw descriptorInvalid(`${quote(scope)} has two ${kind}s named ${quote(name)}`);
      names.add(name);
    }
  }

  private add(symbol: AnySymbol): void {
    const taken = this.byName.get(symbol.name);
    if (taken !== undefined) throw this.taken(symbol.name, taken, symbol.file);
    this.byName.set(symbol.name, symbol);
  }

  private taken(name: string, first: AnySymbol, second: number): Error {
    const [one, other] = [first.file, second].map((number) => quote(this.files[number]?.name ?? ''));
    const where = one === other ? `in ${one}` : `in ${one} and ${other}`;
    return descriptorInvalid(`${quote(name)} is defined twice, ${where}`);
  }
}

import type { FieldDescriptorProto } from '@bufbuild/protobuf/wkt';
import type { SymbolTable } from './symbols.js';

/**
 * Gives every field without a JSON name the one that compilers derive, in place: sets made by hand or by runtimes lack them.
 * Extensions are left alone; their JSON name is always `[full.name]`.
 */
export function fillJsonNames(symbols: SymbolTable): void {
  for (const { proto } of symbols.messages) for (const field of proto.field) fillJsonName(field);
}

/** `foo_bar2` -> `fooBar2`. Source: https://protobuf.dev/programming-guides/json/#field-names */
export function jsonNameOf(name: string): string {
  return name.replace(/_+([^_]?)/g, (_match, next: string) => asciiUpper(next));
}

function fillJsonName(field: FieldDescriptorProto): void {
  if (field.jsonName === '') field.jsonName = jsonNameOf(field.name);
}

function asciiUpper(letter: string): string {
  return letter >= 'a' && letter <= 'z' ? letter.toUpperCase() : letter;
}

import { isMessageScope, type EnumSpec, type FileSpec, type MessageSpec } from './model.js';
import type { ModuleSpec, Scope } from './model.js';

interface PlaceBase {
  readonly file: FileSpec;
  /** Names from the outermost message in. */
  readonly names: readonly string[];
}
/** Where an element of a module is. */
export type Place =
  | (PlaceBase & { readonly kind: 'message'; readonly spec: MessageSpec })
  | (PlaceBase & { readonly kind: 'enum'; readonly spec: EnumSpec });

/** Finds messages and enums of a module by id. */
export class ModuleIndex {
  readonly #places = new Map<number, Place>();

  constructor(module: ModuleSpec) {
    for (const file of module.files) this.#enter(file, file, []);
  }

  #enter(scope: Scope, file: FileSpec, outer: readonly string[]): void {
    for (const spec of scope.enums)
      this.#places.set(spec.id, { kind: 'enum', file, names: [...outer, spec.name], spec });
    for (const spec of innerMessages(scope)) {
      const names = [...outer, spec.name];
      this.#places.set(spec.id, { kind: 'message', file, names, spec });
      this.#enter(spec, file, names);
    }
  }

  /** The element; null when the module has none of that id. */
  find(id: number): Place | null {
    return this.#places.get(id) ?? null;
  }
}

/** True for enums that may hold numbers without a name. */
export function isOpen(one: EnumSpec, file: FileSpec): boolean {
  if (!file.syntax.startsWith('2')) return file.syntax === 'proto3';
  return (one.options['features.enum_type'] ?? file.options['features.enum_type']) !== 'CLOSED';
}

/** The messages that stand in a scope itself, bodies of its groups included. */
export function innerMessages(scope: Scope): readonly MessageSpec[] {
  const fields = isMessageScope(scope) ? [...scope.fields, ...scope.extensions] : scope.extensions;
  return [...scope.messages, ...fields.flatMap((field) => (field.group === null ? [] : [field.group]))];
}

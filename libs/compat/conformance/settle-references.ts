import { isOpen, ModuleIndex, type Place } from './module-index.js';
import { isMessageScope, scopesOf, type FieldSpec, type FileSpec } from './model.js';
import type { ModuleSpec, TypeRef } from './model.js';
import { OPTION_NUMBERS } from './naming.js';
import { holds } from './ranges.js';

const NUMBER: TypeRef = { kind: 'scalar', name: 'int32' };

/** Puts references right: to what is there, to the right kind of thing, and so that no file imports itself by way of others. */
export function settleReferences(module: ModuleSpec): void {
  const references = new References(module);
  // With an extension goes the body of its group, to which others may have referred, other extensions too.
  for (let kept = -1, left = extensionsIn(module); kept !== left; left = extensionsIn(module)) {
    kept = left;
    references.indexAgain(module);
    for (const { scope, file } of scopesOf(module))
      scope.extensions = scope.extensions.filter((field) => references.keepsExtension(field, file));
  }
  for (const { scope, file } of scopesOf(module)) {
    for (const field of [...(isMessageScope(scope) ? scope.fields : []), ...scope.extensions])
      references.settleField(field, file);
  }
  for (const file of module.files)
    for (const service of file.services)
      service.rpcs = service.rpcs.filter((rpc) =>
        [rpc.request, rpc.response].every((type) => references.isMessage(type, file)),
      );
}

function extensionsIn(module: ModuleSpec): number {
  return [...scopesOf(module)].reduce((count, { scope }) => count + scope.extensions.length, 0);
}

class References {
  #index: ModuleIndex;
  readonly #imports = new Map<FileSpec, Set<FileSpec>>();
  readonly #taken = new Set<string>();

  constructor(module: ModuleSpec) {
    this.#index = new ModuleIndex(module);
  }

  indexAgain(module: ModuleSpec): void {
    this.#index = new ModuleIndex(module);
    this.#taken.clear();
  }

  settleField(field: FieldSpec, file: FileSpec): void {
    if (field.type.kind !== 'named' || field.group !== null) return;
    const place = this.#index.find(field.type.id);
    if (place === null || !this.#fits(field, place, file) || !this.#reach(file, place.file))
      field.type = NUMBER;
  }

  #fits(field: FieldSpec, place: Place, file: FileSpec): boolean {
    if (place.kind === 'message') return !isGroupBody(field, place);
    // The checker's runtime refuses such maps, though the compiler takes them.
    if (field.label === 'map' && place.spec.values[0]?.number !== 0) return false;
    const implicitValues = file.options['features.field_presence'] === 'IMPLICIT';
    if (field.label === 'map' && implicitValues && !isOpen(place.spec, place.file)) return false;
    if (isOpen(place.spec, place.file)) return true;
    return file.syntax !== 'proto3' && (field.label !== 'implicit' || file.syntax === 'proto2');
  }

  isMessage(type: TypeRef, file: FileSpec): boolean {
    if (type.kind !== 'named') return type.kind === 'wellKnown';
    const place = this.#index.find(type.id);
    return place?.kind === 'message' && this.#reach(file, place.file);
  }

  keepsExtension(field: FieldSpec, file: FileSpec): boolean {
    if (field.extendee === null) return false;
    if (field.extendee === 'options') return this.#takeNumber('options', field);
    const place = this.#index.find(field.extendee);
    if (file.syntax === 'proto3' || place?.kind !== 'message' || place.file.syntax === 'proto3') return false;
    if (!place.spec.extensionRanges.some((range) => holds(range, field.number))) return false;
    return this.#reach(file, place.file) && this.#takeNumber(String(place.spec.id), field);
  }

  #takeNumber(extendee: string, field: FieldSpec): boolean {
    if (extendee === 'options') field.number %= OPTION_NUMBERS;
    const key = `${extendee} ${field.number}`;
    return !this.#taken.has(key) && this.#taken.add(key).size > 0;
  }

  /** True when the file may import the target; then it does. */
  #reach(file: FileSpec, target: FileSpec): boolean {
    if (file === target) return true;
    if (isLite(target) && !isLite(file)) return false;
    if (this.#follows(target, file)) return false;
    const imports = this.#imports.get(file) ?? new Set();
    this.#imports.set(file, imports.add(target));
    return true;
  }

  #follows(file: FileSpec, target: FileSpec): boolean {
    return [...(this.#imports.get(file) ?? [])].some((one) => one === target || this.#follows(one, target));
  }
}

function isLite(file: FileSpec): boolean {
  return file.options['optimize_for'] === 'LITE_RUNTIME';
}

/** Only its own field may speak of a group's body, so that moves stay simple. */
function isGroupBody(field: FieldSpec, place: Place): boolean {
  return place.kind === 'message' && field.group === null && place.spec.name.startsWith('G');
}

import type { CellForm } from '#libs/codec';
import { foldIdentifier, suffixIdentifier } from './identifier.js';
import type { LogicalKind } from './logical-type.js';

/**
 * What lies inside of a column of kind `json`: for engines that have lists, maps and structs of their own. The cell is canonical
 * ProtoJSON text all the same; `readNested` takes it apart. A column without a shape is JSON text in every engine. Plain JSON.
 */
export type NestedShape = ListShape | MapShape | StructShape;

/** A repeated field. */
export interface ListShape {
  readonly kind: 'list';
  readonly element: InnerShape;
}

/** A map; the cell is an object whose keys are text. */
export interface MapShape {
  readonly kind: 'map';
  readonly key: LeafShape;
  readonly value: InnerShape;
}

/** A message. Never without fields. */
export interface StructShape {
  readonly kind: 'struct';
  /** In the order in which they came to be; those of one version by number. */
  readonly fields: readonly StructField[];
}

/** A single value. Its form says how it is written in ProtoJSON; `json` is JSON text whatever lies inside. */
export interface LeafShape {
  readonly kind: 'leaf';
  readonly type: { readonly kind: LogicalKind };
  readonly form: CellForm;
}

/** What an element, a value or a field may be. */
export type InnerShape = LeafShape | NestedShape;

/** A field of a {@link StructShape}; its number is what it is known by. */
export interface StructField {
  readonly number: number;
  /** Physical name. Never changes; unique in its struct when case is ignored. */
  readonly name: string;
  /** Its keys in ProtoJSON, oldest first: a renamed field has several. No two fields of a struct share one. */
  readonly keys: readonly string[];
  readonly shape: InnerShape;
  /** What stands in ProtoJSON's place for a value that is not there: the zero of a field with implicit presence. Absent: NULL. */
  readonly absent?: string | number | boolean;
}

/**
 * True when a cell of `writer` may go into a column made for `reader`, fields that the reader lacks left aside: `mergeShapes` adds
 * these. No shape means JSON text, which takes everything. Linear.
 */
export function fitsShape(writer: NestedShape | undefined, reader: NestedShape | undefined): boolean {
  if (reader === undefined) return true;
  return writer !== undefined && fitsInner(writer, reader);
}

function fitsInner(writer: InnerShape, reader: InnerShape): boolean {
  if (reader.kind === 'leaf') {
    if (reader.form === 'json') return true;
    if (writer.kind !== 'leaf') return false;
    return writer.type.kind === reader.type.kind && writer.form === reader.form;
  }
  if (reader.kind === 'list') return writer.kind === 'list' && fitsInner(writer.element, reader.element);
  if (reader.kind === 'map') {
    return (
      writer.kind === 'map' && fitsInner(writer.key, reader.key) && fitsInner(writer.value, reader.value)
    );
  }
  return writer.kind === 'struct' && fitsStruct(writer, reader);
}

// A key that meant another number would be read into the wrong field.
function fitsStruct(writer: StructShape, reader: StructShape): boolean {
  const known = new Map(reader.fields.map((field) => [field.number, field]));
  const owners = ownersOf(reader.fields);
  return writer.fields.every((field) => {
    if (field.keys.some((key) => (owners.get(key) ?? field.number) !== field.number)) return false;
    const mine = known.get(field.number);
    return mine === undefined || fitsInner(field.shape, mine.shape);
  });
}

function ownersOf(fields: readonly StructField[]): ReadonlyMap<string, number> {
  return new Map(fields.flatMap(({ keys, number }) => keys.map((key) => [key, number] as const)));
}

/**
 * The shape of a column that also takes cells of `after`: fields that are new stand last, a renamed one keeps its physical name, one
 * that is gone stays. `after` must fit `before`; when nothing is new the answer is `before` itself. Linear.
 */
export function mergeShapes<T extends InnerShape>(before: T, after: InnerShape): T;
export function mergeShapes(before: InnerShape, after: InnerShape): InnerShape {
  if (before.kind === 'list' && after.kind === 'list') {
    const element = mergeShapes(before.element, after.element);
    return element === before.element ? before : { ...before, element };
  }
  if (before.kind === 'map' && after.kind === 'map') {
    const value = mergeShapes(before.value, after.value);
    return value === before.value ? before : { ...before, value };
  }
  return before.kind === 'struct' && after.kind === 'struct' ? mergeStructs(before, after) : before;
}

function mergeStructs(before: StructShape, after: StructShape): StructShape {
  const later = new Map(after.fields.map((field) => [field.number, field]));
  const kept = before.fields.map((field) => {
    const now = later.get(field.number);
    later.delete(field.number);
    return now === undefined ? field : mergeFields(field, now);
  });
  const changed = later.size > 0 || kept.some((field, index) => field !== before.fields[index]);
  return changed ? { ...before, fields: nameFields([...kept, ...later.values()]) } : before;
}

function mergeFields(before: StructField, after: StructField): StructField {
  const fresh = after.keys.filter((key) => !before.keys.includes(key));
  const shape = mergeShapes(before.shape, after.shape);
  if (fresh.length === 0 && shape === before.shape && before.absent === after.absent) return before;
  const { absent: _, ...kept } = before;
  const absent = after.absent === undefined ? {} : { absent: after.absent };
  return { ...kept, keys: [...before.keys, ...fresh], shape, ...absent };
}

/** The fields with names that differ when case is ignored: the first that wants a name has it, others get their number. */
export function nameFields(fields: readonly StructField[]): readonly StructField[] {
  const taken = new Set<string>();
  return fields.map((field) => {
    let name = field.name;
    for (let round = 1; taken.has(foldIdentifier(name)); round += 1) {
      name = suffixIdentifier(field.name, `__${field.number}${round === 1 ? '' : `_${round}`}`);
    }
    taken.add(foldIdentifier(name));
    return name === field.name ? field : { ...field, name };
  });
}

/** Every place inside of a shape, those of one level before what lies below: `element`, `key`, `value`, `element.3` of field 3. */
export function nestedPaths(shape: NestedShape): readonly string[] {
  const paths: string[] = [];
  addPaths(shape, '', paths);
  return paths;
}

function addPaths(shape: InnerShape, prefix: string, paths: string[]): void {
  const inner = stepsOf(shape);
  for (const [step] of inner) paths.push(prefix + step);
  for (const [step, below] of inner) addPaths(below, `${prefix}${step}.`, paths);
}

function stepsOf(shape: InnerShape): readonly (readonly [step: string, shape: InnerShape])[] {
  switch (shape.kind) {
    case 'leaf':
      return [];
    case 'list':
      return [['element', shape.element]];
    case 'map':
      return [
        ['key', shape.key],
        ['value', shape.value],
      ];
    case 'struct':
      return shape.fields.map((field) => [String(field.number), field.shape]);
  }
}

/** A shape in words: `list of text`, `map of text to struct`. */
export function describeShape(shape: InnerShape | undefined): string {
  if (shape === undefined) return 'json';
  switch (shape.kind) {
    case 'leaf':
      return shape.form === 'enum' ? 'labels' : shape.type.kind;
    case 'list':
      return `list of ${describeShape(shape.element)}`;
    case 'map':
      return `map of ${describeShape(shape.key)} to ${describeShape(shape.value)}`;
    case 'struct':
      return `struct of ${shape.fields
        .map(({ name }) => name.slice(0, 40))
        .slice(0, 5)
        .join(', ')}`;
  }
}

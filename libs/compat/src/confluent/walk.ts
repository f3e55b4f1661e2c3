import type { DescEnum, DescField, DescFile, DescMessage } from '@bufbuild/protobuf';
import type { AnyElement } from '#libs/descriptors';
import { RegistryError } from '#libs/errors';
import { isCompatible } from './confluent-rules.js';
import type { DifferenceType } from './define-confluent-rule.js';
import { typeOf, type FieldType } from './field-type.js';
import { javaHashOrder } from './java-hash-order.js';
import { labelOf, localName, oneofOf, viewMessage, viewTypes, type Label } from './message-view.js';
import type { MessageView, TypesView } from './message-view.js';
import { exclusionOf, goneWhole } from './oneof-moves.js';
import { sameFile } from './same-file.js';

/** Two of a kind, of which one side may be missing. Confluent calls the schema that wrote `original`, the one that reads `update`. */
export interface Sides<Kind> {
  readonly original: Kind | null;
  readonly update: Kind | null;
}

/** A difference, and where it is. */
export interface Difference {
  readonly type: DifferenceType;
  /** Such as `#/Message/2`. */
  readonly path: string;
  readonly element: Sides<AnyElement>;
  /** What declares the element. */
  readonly parent: Sides<AnyElement>;
}

/** Bounds on the work of one comparison. */
export interface ConfluentLimits {
  /** Messages within messages, by declaration and by imported type; default 500. */
  readonly maxMessageDepth?: number;
  /**
   * Elements that are compared as often as fields lead to them, as Confluent does; default 200 000. From then on a pair of
   * imported messages that was compared is not compared again: the same verdict with fewer repeats. It takes that many
   * only where imported messages refer to one another criss-cross, and there Confluent takes for ever.
   */
  readonly maxElements?: number;
}

/** Compares two files as Confluent compares two schemas; null: there is no such file. **Throws** SCHEMA_TOO_LARGE past `maxMessageDepth`. */
export function walkFiles(files: Sides<DescFile>, limits: ConfluentLimits = {}): readonly Difference[] {
  return new Walk(files, limits).run();
}

type Both<Kind> = { readonly [side in keyof Sides<Kind>]: Kind };

class Walk {
  readonly #files: Sides<DescFile>;
  readonly #maxDepth: number;
  readonly #maxElements: number;
  readonly #differences: Difference[] = [];
  /** Messages that are being compared. */
  readonly #open = new Set<DescMessage>();
  /** Whether pairs of imported messages were compatible. */
  readonly #known = new Map<DescMessage, Map<DescMessage, boolean>>();
  #elements = 0;
  #path: readonly string[] = [];

  constructor(files: Sides<DescFile>, { maxMessageDepth = 500, maxElements = 200_000 }: ConfluentLimits) {
    this.#files = files;
    this.#maxDepth = maxMessageDepth;
    this.#maxElements = maxElements;
  }

  run(): readonly Difference[] {
    const { original, update } = this.#files;
    if (original && update && original.proto.package !== update.proto.package) {
      this.#add('PACKAGE_CHANGED', this.#files, this.#files);
    }
    const types = { original: original && viewTypes(original), update: update && viewTypes(update) };
    this.#types(types, this.#files);
    return this.#differences;
  }

  #types({ original, update }: Sides<TypesView>, parent: Sides<AnyElement>): void {
    const earlier = original?.messages ?? new Map<string, DescMessage>();
    const later = update?.messages ?? new Map<string, DescMessage>();
    const indexes = { original: indexesOf(earlier), update: indexesOf(later) };
    for (const name of javaHashOrder(earlier.keys(), later.keys())) {
      this.#at([name], () => {
        const pair = { original: earlier.get(name) ?? null, update: later.get(name) ?? null };
        if (!isBoth(pair)) return this.#one('MESSAGE', pair, parent);
        this.#message(pair);
        const moved = indexes.original.get(name) !== indexes.update.get(name);
        if (moved) this.#add('MESSAGE_MOVED', pair, parent);
      });
    }
    this.#enums({ original: original?.enums ?? null, update: update?.enums ?? null }, parent);
  }

  #enums({ original, update }: Sides<TypesView['enums']>, parent: Sides<AnyElement>): void {
    for (const name of javaHashOrder(original?.keys() ?? [], update?.keys() ?? [])) {
      this.#at([name], () => {
        const pair = { original: original?.get(name) ?? null, update: update?.get(name) ?? null };
        if (isBoth(pair)) this.#enum(pair);
        else this.#one('ENUM', pair, parent);
      });
    }
  }

  #enum(pair: Both<DescEnum>): void {
    // Of the names of one number the last counts.
    const original = new Map(pair.original.values.map((value) => [value.number, value]));
    const update = new Map(pair.update.values.map((value) => [value.number, value]));
    for (const number of javaHashOrder(original.keys(), update.keys())) {
      this.#at([String(number)], () => {
        const values = { original: original.get(number) ?? null, update: update.get(number) ?? null };
        if (!isBoth(values)) this.#one('ENUM_CONST', values, pair);
        else if (values.original.name !== values.update.name) this.#add('ENUM_CONST_CHANGED', values, pair);
      });
    }
  }

  #message(pair: Both<DescMessage>): void {
    const views = { original: viewMessage(pair.original), update: viewMessage(pair.update) };
    const nested = { original: views.original.nested, update: views.update.nested };
    // A message inside itself: its fields are being compared, its types are compared again.
    if (this.#open.has(pair.original)) return this.#types(nested, pair);
    if (this.#open.size >= this.#maxDepth) throw tooDeep(this.#maxDepth);
    this.#open.add(pair.original);
    this.#oneofs(views, pair);
    this.#fields(views, pair);
    this.#types(nested, pair);
    this.#open.delete(pair.original);
  }

  #oneofs({ original, update }: Both<MessageView>, pair: Both<DescMessage>): void {
    for (const [name, oneof] of update.oneofs) {
      const type = exclusionOf(oneof, original);
      const element = { original: original.oneofs.get(name)?.desc ?? null, update: oneof.desc };
      if (type !== null) this.#at([name], () => this.#add(type, element, pair));
    }
    const names = new Set([...original.oneofs.keys(), ...update.oneofs.keys()]);
    for (const name of [...names].sort()) {
      const oneofs = {
        original: original.oneofs.get(name)?.desc ?? null,
        update: update.oneofs.get(name)?.desc ?? null,
      };
      if (!isBoth(oneofs)) this.#at([name], () => this.#one('ONEOF', oneofs, pair));
    }
  }

  #fields(views: Both<MessageView>, pair: Both<DescMessage>): void {
    const { original, update } = views;
    const gone = goneWhole(original, update);
    const numbers = new Set([...original.fields.keys(), ...update.fields.keys()]);
    for (const number of [...numbers].sort((left, right) => left - right)) {
      const fields = {
        original: original.fields.get(number) ?? null,
        update: update.fields.get(number) ?? null,
      };
      if (isBoth(fields)) this.#sameNumber(fields, pair);
      else this.#lonely(fields, pair, gone);
    }
  }

  /** A field that one side has. */
  #lonely(fields: Sides<DescField>, pair: Both<DescMessage>, gone: ReadonlySet<string>): void {
    const field = fields.original ?? fields.update;
    if (field === null) return;
    const oneof = oneofOf(field);
    if (oneof === null) {
      const kind = labelOf(field) === 'required' ? 'REQUIRED_FIELD' : 'FIELD';
      this.#at([String(field.number)], () => this.#one(kind, fields, pair));
    } else if (fields.update !== null || !gone.has(oneof)) {
      this.#at([oneof, String(field.number)], () => this.#one('ONEOF_FIELD', fields, pair));
    }
  }

  /** Two fields of one number. */
  #sameNumber(fields: Both<DescField>, pair: Both<DescMessage>): void {
    const oneof = oneofOf(fields.update);
    const number = String(fields.update.number);
    this.#at(oneof === null ? [number] : [oneof, number], () => {
      const add = (type: DifferenceType): void => this.#add(type, fields, pair);
      if (oneof === null && oneofOf(fields.original) !== null) add('ONEOF_FIELD_MOVED_TO_TOP_LEVEL');
      if (fields.original.name !== fields.update.name) add('FIELD_NAME_CHANGED');
      const labels = { original: labelOf(fields.original), update: labelOf(fields.update) };
      this.#fieldTypes({ original: typeOf(fields.original), update: typeOf(fields.update) }, labels, add);
    });
  }

  #fieldTypes({ original, update }: Both<FieldType>, labels: Sides<Label>, add: Add): void {
    if (original.kind === 'scalar' && update.kind === 'scalar') {
      if (original.group !== update.group) add('FIELD_SCALAR_KIND_CHANGED');
      else if (isBoth(labels) && labels.original !== labels.update)
        add(
          original.group === 'STRING_OR_BYTES'
            ? 'FIELD_STRING_OR_BYTES_LABEL_CHANGED'
            : 'FIELD_NUMERIC_LABEL_CHANGED',
        );
    } else if (original.kind === 'message' && update.kind === 'message') {
      this.#messageTypes({ original: original.message, update: update.message }, add);
    } else if (original.kind === 'map' && update.kind === 'map') {
      this.#fieldTypes({ original: original.key, update: update.key }, NO_LABELS, add);
      this.#fieldTypes({ original: original.value, update: update.value }, NO_LABELS, add);
    } else add('FIELD_KIND_CHANGED');
  }

  #messageTypes(pair: Both<DescMessage>, add: Add): void {
    const { original, update } = pair;
    if (localName(original) !== localName(update)) add('FIELD_NAMED_TYPE_CHANGED');
    else if (!this.#comparedAnyway(pair) && !this.#imported(pair)) add('FIELD_NAMED_TYPE_CHANGED');
  }

  /** The types of the two files themselves are compared as declarations, equal imports need not be. */
  #comparedAnyway({ original, update }: Both<DescMessage>): boolean {
    if (original.file === this.#files.original && update.file === this.#files.update) return true;
    return sameFile(original.file, update.file);
  }

  /** Compares messages that a field leads to, under their own name. True when they are compatible. */
  #imported(pair: Both<DescMessage>): boolean {
    const known = this.#known.get(pair.original)?.get(pair.update);
    if (known !== undefined && this.#elements >= this.#maxElements) return known;
    const start = this.#differences.length;
    const path = this.#path;
    this.#path = localName(pair.original).split('.');
    this.#message(pair);
    this.#path = path;
    const compatible = this.#isCompatibleFrom(start);
    const others = this.#known.get(pair.original) ?? new Map<DescMessage, boolean>();
    this.#known.set(pair.original, others.set(pair.update, compatible));
    return compatible;
  }

  #isCompatibleFrom(start: number): boolean {
    for (let index = start; index < this.#differences.length; index++) {
      const difference = this.#differences[index];
      if (difference && !isCompatible(difference.type)) return false;
    }
    return true;
  }

  /** An element that one side has. */
  #one(
    kind: 'MESSAGE' | 'ENUM' | 'ENUM_CONST' | 'FIELD' | 'REQUIRED_FIELD' | 'ONEOF' | 'ONEOF_FIELD',
    element: Sides<AnyElement>,
    parent: Sides<AnyElement>,
  ): void {
    this.#add(element.update === null ? `${kind}_REMOVED` : `${kind}_ADDED`, element, parent);
  }

  #add(type: DifferenceType, element: Sides<AnyElement>, parent: Sides<AnyElement>): void {
    this.#differences.push({ type, path: `#/${this.#path.join('/')}`, element, parent });
  }

  #at(steps: readonly string[], compare: () => void): void {
    this.#elements++;
    const path = this.#path;
    this.#path = [...path, ...steps];
    compare();
    this.#path = path;
  }
}

type Add = (type: DifferenceType) => void;

const NO_LABELS: Sides<Label> = { original: null, update: null };

/** Where messages stand among their siblings. */
function indexesOf(messages: TypesView['messages']): ReadonlyMap<string, number> {
  return new Map([...messages.keys()].map((name, index) => [name, index]));
}

function isBoth<Kind>(sides: Sides<Kind>): sides is Both<Kind> {
  return sides.original !== null && sides.update !== null;
}

function tooDeep(limit: number): RegistryError {
  return new RegistryError('SCHEMA_TOO_LARGE', {
    what: 'The nesting of messages to compare',
    size: `more than ${limit}`,
    limit,
    setting: 'maxMessageDepth',
  });
}

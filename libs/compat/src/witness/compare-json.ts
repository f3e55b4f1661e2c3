import type { JsonValue } from '@bufbuild/protobuf';
import { containerOf, formOf, wrappedField, type Form } from '../json/form.js';
import { acceptsKey, KeyMeeting, keyOf } from '../json/keys.js';
import { fitOf } from '../json/fit.js';
import { sameValue } from '../json/enum-names.js';
import { readTheSameInJson } from '../json/unset.js';
import { KEY, VALUE } from '../shape/entry.js';
import type { FieldShape, PlainValue } from '../shape/field-shape.js';
import type { MessageShape } from '../shape/message-shape.js';
import { equalPlain, isZero } from '../wire/unset.js';
import type { Codec, CompareArrival, Difference } from './difference.js';
import { zeroOf } from './candidates.js';
import { sameJson, scalarJson } from '../json/scalar-json.js';
import { isList, isRawText, isTree, type Tree, type TreeValue } from './tree.js';

/**
 * Compares what a writer sent as ProtoJSON with what a reader made of it, field by field, by key. A field that was renamed has
 * not arrived; one that only the writer has does not count. An enum is its name; values of other forms are equal as JSON text.
 * **Source** the specification "Compatibility", sections 1 and 3.
 */
export const compareInJson: CompareArrival = (writer, sent, reader, read, codec) => {
  const comparison = new JsonComparison(codec);
  comparison.messages(writer, sent, reader, read, '');
  return comparison.differences;
};

class JsonComparison {
  readonly differences: Difference[] = [];
  readonly #codec: Codec;

  constructor(codec: Codec) {
    this.#codec = codec;
  }

  messages(writer: MessageShape, sent: Tree, reader: MessageShape, read: Tree, path: string): void {
    const meeting = new KeyMeeting({ writer, reader });
    for (const field of writer.fields.values()) {
      const other = meeting.counterpartOf(field);
      if (other === null) continue;
      const at = path === '' ? field.name : `${path}.${field.name}`;
      const value = sent.get(field.number);
      if (isRenamed(field, other)) this.#misfit(field, value, other, at);
      else this.#field(field, value, other, read.get(other.number), at);
    }
  }

  /** Nothing arrives under a key that the reader does not know, or in a form that is not the field's. */
  #misfit(writer: FieldShape, sent: TreeValue | undefined, reader: FieldShape, path: string): void {
    if (sent !== undefined && !(isList(sent) && sent.length === 0)) this.#note('value', writer, reader, path);
  }

  #field(
    writer: FieldShape,
    sent: TreeValue | undefined,
    reader: FieldShape,
    read: TreeValue | undefined,
    path: string,
  ): void {
    const [from, to] = [containerOf(writer), containerOf(reader)];
    if (fitOf(writer, reader).kind === 'not') this.#misfit(writer, sent, reader, path);
    else if (from === 'list' && to === 'list') this.#lists(writer, asList(sent), reader, asList(read), path);
    else if (from === 'map' && to === 'map') this.#maps(writer, asList(sent), reader, asList(read), path);
    else if (from === 'one' && to === 'one') this.#single(writer, sent, reader, read, path);
    else if (from === 'one' && to === 'map' && fitOf(writer, reader).kind === 'fields')
      this.#fields(writer, sent, reader, asList(read), path);
    else this.#other(writer, sent, reader, read, path);
  }

  #lists(
    writer: FieldShape,
    sent: readonly TreeValue[],
    reader: FieldShape,
    read: readonly TreeValue[],
    path: string,
  ): void {
    if (sent.length !== read.length) this.#note('value', writer, reader, path);
    else sent.forEach((item, at) => this.#value(writer, item, reader, read[at] ?? 0n, `${path}[${at}]`));
  }

  #maps(
    writer: FieldShape,
    sent: readonly TreeValue[],
    reader: FieldShape,
    read: readonly TreeValue[],
    path: string,
  ): void {
    const arrived = new Map(read.map((entry) => [keyText(entry, reader), entry]));
    const item = writer.message?.field(VALUE);
    const other = reader.message?.field(VALUE);
    if (sent.length !== read.length) this.#note('value', writer, reader, path);
    for (const entry of sent) {
      const key = keyText(entry, writer);
      const match = arrived.get(key);
      const value = isTree(entry) ? entry.get(VALUE) : undefined;
      if (match === undefined) this.#note('value', writer, reader, path);
      else if (item && other && fitOf(item, other).kind === 'not') this.#misfit(item, entry, other, path);
      else if (item && other) this.#single(item, value, other, partOf(match, VALUE), `${path}[${key}]`);
    }
  }

  /** The fields of a message that is read as a map: each set one is an entry. */
  #fields(
    writer: FieldShape,
    sent: TreeValue | undefined,
    reader: FieldShape,
    read: readonly TreeValue[],
    path: string,
  ): void {
    const arrived = new Map(read.map((entry) => [keyText(entry, reader), entry]));
    const other = reader.message?.field(VALUE);
    for (const field of writer.message?.fields.values() ?? []) {
      const value = isTree(sent) ? sent.get(field.number) : undefined;
      if (value === undefined || !other) continue;
      const match = arrived.get(keyOf(field));
      const at = `${path}.${field.name}`;
      if (match === undefined) this.#note('value', writer, reader, at);
      else if (field.repeated) this.#other(field, value, other, partOf(match, VALUE), at);
      else this.#single(field, value, other, partOf(match, VALUE), at);
    }
  }

  #single(
    writer: FieldShape,
    sent: TreeValue | undefined,
    reader: FieldShape,
    read: TreeValue | undefined,
    path: string,
  ): void {
    if (sent === undefined && read === undefined) {
      if (writer.part === 'field' && !readTheSameInJson(writer, reader))
        this.#note('value', writer, reader, path);
    } else if (sent === undefined) {
      const meant = writer.readsAs ?? new Map();
      this.#value(writer, meant, reader, read ?? 0n, path);
    } else if (read === undefined) this.#lost(writer, sent, reader, path);
    else this.#value(writer, sent, reader, read, path);
  }

  /** What reads as unset where something was sent: an explicit zero, or a value that did not come. */
  #lost(writer: FieldShape, sent: TreeValue, reader: FieldShape, path: string): void {
    const before = this.differences.length;
    const kept = reader.readsAs ?? new Map<number, TreeValue>();
    this.#value(writer, sent, reader, kept, path);
    const differs = this.differences.length > before;
    if (!differs && reader.message !== null && reader.part === 'field')
      this.#note('value', writer, reader, path);
    else if (!differs && writer.presence === 'explicit') this.#note('presence', writer, reader, path);
  }

  #value(writer: FieldShape, sent: TreeValue, reader: FieldShape, read: TreeValue, path: string): void {
    const [from, to] = [formOf(writer), formOf(reader)];
    const [wrapped, wrapping] = [unwrap(writer, sent), unwrap(reader, read)];
    if (from.kind === 'object' && to.kind === 'object' && isTree(sent) && isTree(read))
      this.messages(from.message, sent, to.message, read, path);
    else if (from.kind === 'enum' && to.kind === 'enum') {
      if (!sameValue(from.names, Number(sent), to.names, Number(read)))
        this.#note('value', writer, reader, path);
    } else if (isNumber(from) && (isNumber(to) || to.kind === 'enum')) {
      if (!equalPlain(wrapped as PlainValue, wrapping as PlainValue))
        this.#note('value', writer, reader, path);
    } else this.#asJson(writer, sent, reader, read, path);
  }

  /** What arrives in another container or form is equal when its JSON is. */
  #other(
    writer: FieldShape,
    sent: TreeValue | undefined,
    reader: FieldShape,
    read: TreeValue | undefined,
    path: string,
  ): void {
    const empty = sent === undefined || (isList(sent) && sent.length === 0);
    if (empty && read === undefined) {
      if (writer.readsAs !== null && !isZero(writer.readsAs)) this.#note('value', writer, reader, path);
    } else if (isTree(sent) && sent.size === 0 && read === undefined && reader.repeated) {
      if (writer.presence === 'explicit') this.#note('presence', writer, reader, path);
    } else if (empty || read === undefined) this.#note('value', writer, reader, path);
    else this.#asJson(writer, sent, reader, read, path);
  }

  #asJson(writer: FieldShape, sent: TreeValue, reader: FieldShape, read: TreeValue, path: string): void {
    const [before, after] = [this.#jsonOf(writer, sent), this.#jsonOf(reader, read)];
    if (before === undefined || after === undefined || !sameJson(before, after))
      this.#note('value', writer, reader, path);
  }

  /** Undefined when it has no JSON. */
  #jsonOf(field: FieldShape, value: TreeValue): JsonValue | undefined {
    if (isList(value) && field.map)
      return Object.fromEntries(value.map((entry) => this.#memberOf(field, entry)));
    if (isList(value)) return value.map((item) => this.#jsonOf(field, item) ?? null);
    if (isTree(value)) return field.message ? this.#codec.jsonOf(field.message, value) : undefined;
    return isRawText(value) ? undefined : scalarJson(field, value as PlainValue);
  }

  #memberOf(map: FieldShape, entry: TreeValue): readonly [string, JsonValue] {
    const value = map.message?.field(VALUE);
    const item = partOf(entry, VALUE) ?? (value && zeroOf(value)) ?? '';
    return [keyText(entry, map), value ? (this.#jsonOf(value, item) ?? null) : null];
  }

  #note(kind: Difference['kind'], writer: FieldShape, reader: FieldShape, path: string): void {
    this.differences.push({ kind, path, writer, reader });
  }
}

function isRenamed(writer: FieldShape, reader: FieldShape): boolean {
  return writer.part === 'field' && !acceptsKey(reader, keyOf(writer));
}

function isNumber({ kind }: Form): boolean {
  return kind === 'integer' || kind === 'float';
}

/** The value in a wrapper; other values as they are. */
function unwrap(field: FieldShape, value: TreeValue): TreeValue {
  const inner = wrappedField(field);
  return inner !== null && isTree(value) ? (value.get(inner.number) ?? zeroOf(inner)) : value;
}

function asList(value: TreeValue | undefined): readonly TreeValue[] {
  return isList(value) ? value : [];
}

function partOf(entry: TreeValue, number: number): TreeValue | undefined {
  return isTree(entry) ? entry.get(number) : undefined;
}

/** The key of an entry as JSON has it. */
function keyText(entry: TreeValue, map: FieldShape): string {
  const key = map.message?.field(KEY);
  const value = partOf(entry, KEY) ?? key?.readsAs ?? '';
  if (key?.type === 'bool') return value === 0n ? 'false' : 'true';
  return String(value);
}

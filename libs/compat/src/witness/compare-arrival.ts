import type { FieldShape, PlainValue } from '../shape/field-shape.js';
import type { MessageShape } from '../shape/message-shape.js';
import { equalPlain, isZero, readTheSame } from '../wire/unset.js';
import type { Codec, Difference } from './difference.js';
import { isList, isRawText, isTree, type Tree, type TreeValue } from './tree.js';

/**
 * Compares what a writer sent with what a reader made of it, field by field: same number, same bytes, same order; maps have
 * no order; unset is what it reads as; a field that the reader lacks does not count.
 * **Source** the specification "Compatibility", section 1.
 */
export function compareArrival(
  writer: MessageShape,
  sent: Tree,
  reader: MessageShape,
  read: Tree,
  codec: Codec,
): readonly Difference[] {
  const comparison = new Comparison(codec);
  comparison.messages(writer, sent, reader, read, '');
  return comparison.differences;
}

class Comparison {
  readonly differences: Difference[] = [];
  readonly #codec: Codec;

  constructor(codec: Codec) {
    this.#codec = codec;
  }

  messages(writer: MessageShape, sent: Tree, reader: MessageShape, read: Tree, path: string): void {
    for (const field of writer.fields.values()) {
      const other = reader.field(field.number);
      if (other === null) continue;
      const at = path === '' ? field.name : `${path}.${field.name}`;
      this.#field(field, sent.get(field.number), other, read.get(field.number), at);
    }
  }

  #field(
    writer: FieldShape,
    sent: TreeValue | undefined,
    reader: FieldShape,
    read: TreeValue | undefined,
    path: string,
  ): void {
    if (writer.repeated) this.#list(writer, asList(sent), reader, read, path);
    else if (reader.repeated) this.#oneInList(writer, sent, reader, asList(read), path);
    else this.#single(writer, sent, reader, read, path);
  }

  #list(
    writer: FieldShape,
    sent: readonly TreeValue[],
    reader: FieldShape,
    read: TreeValue | undefined,
    path: string,
  ): void {
    if (!reader.repeated) {
      const [only] = sent;
      if (sent.length > 1) this.#note('value', writer, reader, path);
      else if (only !== undefined) this.#single(writer, only, reader, read, path);
      else if (read !== undefined) this.#note('value', writer, reader, path);
      return;
    }
    const list = asList(read);
    if (sent.length !== list.length) this.#note('value', writer, reader, path);
    else if (writer.map || reader.map) this.#entries(writer, sent, reader, list, path);
    else
      sent.forEach((item, index) =>
        this.#element(writer, item, reader, list[index] ?? 0n, `${path}[${index}]`),
      );
  }

  #entries(
    writer: FieldShape,
    sent: readonly TreeValue[],
    reader: FieldShape,
    read: readonly TreeValue[],
    path: string,
  ): void {
    const [writerKey, readerKey] = [writer.message?.field(KEY), reader.message?.field(KEY)];
    if (reader.type === 'bytes') return;
    if (reader.message && !readerKey) {
      // Without keys, entries can be told apart only when there is one.
      const [only] = read;
      const [entry] = sent;
      if (sent.length === 1 && only !== undefined && entry !== undefined) {
        this.#element(writer, entry, reader, only, `${path}[0]`);
      }
      return;
    }
    const byKey = new Map(read.map((entry) => [keyOf(entry, reader), entry]));
    // A map's keys are distinct; if those that arrived are not, then keys were lost, and entries can't be told apart.
    if (writer.map && byKey.size < read.length) {
      this.#note('value', writerKey ?? writer, readerKey ?? reader, path);
      return;
    }
    for (const entry of sent) {
      const key = keyOf(entry, writer);
      const other = byKey.get(key);
      if (other === undefined) this.#note('value', writerKey ?? writer, readerKey ?? reader, path);
      else this.#element(writer, entry, reader, other, `${path}[${key}]`);
    }
  }

  #oneInList(
    writer: FieldShape,
    sent: TreeValue | undefined,
    reader: FieldShape,
    read: readonly TreeValue[],
    path: string,
  ): void {
    const [only] = read;
    const expected = sent === undefined ? 0 : 1;
    const unsetMeansMore = sent === undefined && writer.readsAs !== null && !isZero(writer.readsAs);
    if (read.length !== expected || unsetMeansMore) this.#note('value', writer, reader, path);
    else if (sent !== undefined && only !== undefined) this.#element(writer, sent, reader, only, path);
  }

  #single(
    writer: FieldShape,
    sent: TreeValue | undefined,
    reader: FieldShape,
    read: TreeValue | undefined,
    path: string,
  ): void {
    if (sent === undefined && read === undefined) {
      if (!readTheSame(writer, reader)) this.#note('value', writer, reader, path);
    } else if (sent === undefined) this.#invented(writer, reader, read ?? 0n, path);
    else if (read === undefined) this.#lost(writer, sent, reader, path);
    else this.#element(writer, sent, reader, read, path);
  }

  #invented(writer: FieldShape, reader: FieldShape, read: TreeValue, path: string): void {
    const meant = writer.readsAs;
    // The value of a map's entry is there always: an unset message reads as an empty one.
    const empty = reader.presence === 'always' && isTree(read) && read.size === 0;
    const same = empty || (meant !== null && isPlain(read) && equalPlain(meant, read));
    if (!same) this.#note('value', writer, reader, path);
  }

  #lost(writer: FieldShape, sent: TreeValue, reader: FieldShape, path: string): void {
    const kept = reader.readsAs;
    const empty = isTree(sent) && sent.size === 0 && reader.type === 'bytes';
    const same = kept !== null && ((isPlain(sent) && equalPlain(sent, kept)) || (empty && isZero(kept)));
    // In a oneof another member took its place: the choice is lost, whatever it reads as.
    if (!same || reader.oneof !== null) this.#note('value', writer, reader, path);
    else if (writer.presence === 'explicit') this.#note('presence', writer, reader, path);
  }

  #element(writer: FieldShape, sent: TreeValue, reader: FieldShape, read: TreeValue, path: string): void {
    if (isTree(sent) && sent.size > 0 && isTree(read) && writer.wire !== reader.wire) {
      // The value of a map's entry that went to the unknown fields reads as an empty message.
      this.#note('value', writer, reader, path);
    } else if (isTree(sent) && isTree(read) && writer.message && reader.message) {
      this.messages(writer.message, sent, reader.message, read, path);
    } else if (isTree(sent) && read instanceof Uint8Array) this.#asBytes(writer, sent, reader, read, path);
    else if (!isPlain(sent) || !isPlain(read) || !isSame(writer, sent, read))
      this.#note('value', writer, reader, path);
  }

  #asBytes(writer: FieldShape, sent: Tree, reader: FieldShape, read: Uint8Array, path: string): void {
    // A map's entry has no descriptor of its own to read it by.
    if (writer.message === null || writer.message.map !== null) return;
    const arrived = this.#codec.readBytes(writer.message, read);
    if (arrived === null) this.#note('value', writer, reader, path);
    else this.messages(writer.message, sent, writer.message, arrived, path);
  }

  #note(kind: Difference['kind'], writer: FieldShape, reader: FieldShape, path: string): void {
    this.differences.push({ kind, path, writer, reader });
  }
}

const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

function isSame(writer: FieldShape, sent: PlainValue, read: PlainValue): boolean {
  if (equalPlain(sent, read)) return true;
  // What a writer that does not verify sent as text is known only as its codec holds it.
  const unverified = writer.type === 'string' && !writer.strictUtf8;
  return unverified && read instanceof Uint8Array && lenient.decode(read) === sent;
}

function asList(value: TreeValue | undefined): readonly TreeValue[] {
  return isList(value) ? value : [];
}

function isPlain(value: TreeValue): value is PlainValue {
  return !isTree(value) && !isList(value) && !isRawText(value);
}

const KEY = 1;

/** The key of an entry as text by which equal keys meet: JSON of a string, digits of a number. */
function keyOf(entry: TreeValue, field: FieldShape): string {
  const key = isTree(entry) ? entry.get(KEY) : undefined;
  const only = isList(key) ? key[0] : key;
  const value = only ?? field.message?.field(KEY)?.readsAs ?? '';
  return typeof value === 'string' ? JSON.stringify(value) : isPlain(value) ? String(value) : '{}';
}

import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { ScalarType } from '@bufbuild/protobuf';
import { FeatureSet_Utf8Validation } from '@bufbuild/protobuf/wkt';
import { WireType } from '@bufbuild/protobuf/wire';
import { Fault } from '../fault.js';
import { scalarReader } from '../wire/read-scalar.js';
import { wireTypeOf } from '../wire/wire-type.js';
import { isEndOf, type WireReader } from '../wire/wire-reader.js';

/** What a scan found beside faults. */
export interface ScanNotes {
  /** True when a field came in a wire form that its type can not have; it counts as unknown. */
  stray: boolean;
}

/**
 * Walks the bytes of a message once before anything is made of them, so that what claims to be large costs nothing: tags,
 * lengths that stay inside their message, nesting, and UTF-8 where the schema demands it. **Throws** a {@link Fault}.
 */
export function scanMessage(
  reader: WireReader,
  desc: DescMessage,
  depth: number,
  group: number | null,
  notes: ScanNotes,
): void {
  reader.enter(depth);
  const fields = fieldsOf(desc);
  for (;;) {
    if (group === null && reader.pos === reader.end) return;
    const tag = reader.tag();
    if (group !== null && isEndOf(tag, group)) return;
    const field = fields.get(tag >>> 3);
    reader.count(1);
    if (field === undefined) {
      reader.sawUnknown = true;
      reader.skip(tag, depth);
    } else {
      within(field.name, () => scanField(reader, field, tag, depth, notes));
    }
  }
}

/** What walking has to know of a field. */
export interface Scannable {
  readonly name: string;
  readonly number: number;
  readonly message: DescMessage | null;
  readonly delimited: boolean;
  readonly scalar: ScalarType;
  readonly strict: boolean;
  readonly packable: boolean;
  /** Key and value of a map. */
  readonly entry: ReadonlyMap<number, Scannable> | null;
}

function scanField(reader: WireReader, field: Scannable, tag: number, depth: number, notes: ScanNotes): void {
  const wireType = tag & 7;
  if (wireType === WireType.StartGroup && field.message !== null && field.delimited) {
    scanMessage(reader, field.message, depth + 1, field.number, notes);
  } else if (
    wireType === WireType.LengthDelimited &&
    (field.entry !== null || (field.message !== null && !field.delimited))
  ) {
    inside(reader, () =>
      field.entry === null
        ? scanMessage(reader, field.message!, depth + 1, null, notes)
        : scanEntry(reader, field.entry, depth, notes),
    );
  } else if (field.message !== null || field.entry !== null) {
    passStray(reader, tag, depth, notes);
  } else if (wireType === wireTypeOf(field.scalar)) {
    scalarReader(field.scalar, field.strict)(reader);
  } else if (wireType === WireType.LengthDelimited && field.packable) {
    inside(reader, () => scanPacked(reader, field));
  } else {
    passStray(reader, tag, depth, notes);
  }
}

function passStray(reader: WireReader, tag: number, depth: number, notes: ScanNotes): void {
  reader.sawUnknown = true;
  notes.stray = true;
  reader.skip(tag, depth);
}

function scanEntry(
  reader: WireReader,
  entry: ReadonlyMap<number, Scannable>,
  depth: number,
  notes: ScanNotes,
): void {
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    const field = entry.get(tag >>> 3);
    if (field === undefined) reader.skip(tag, depth);
    else scanField(reader, field, tag, depth, notes);
  }
}

function scanPacked(reader: WireReader, field: Scannable): void {
  const read = scalarReader(field.scalar, false);
  while (reader.pos < reader.end) {
    read(reader);
    reader.count(1);
  }
}

/** Runs `work` with the reader's end at the end of what a length announces. */
function inside(reader: WireReader, work: () => void): void {
  const end = reader.lengthEnd();
  const outer = reader.end;
  reader.end = end;
  work();
  reader.end = outer;
}

function within(name: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw error instanceof Fault ? error.within(name) : error;
  }
}

const known = new WeakMap<DescMessage, ReadonlyMap<number, Scannable>>();

/** A message's fields by number. */
export function fieldsOf(desc: DescMessage): ReadonlyMap<number, Scannable> {
  let fields = known.get(desc);
  if (fields === undefined) {
    fields = new Map(desc.fields.map((field) => [field.number, scannable(field)]));
    known.set(desc, fields);
  }
  return fields;
}

function scannable(field: DescField): Scannable {
  const strict = demandsUtf8(field);
  const scalar = field.scalar ?? ScalarType.INT32;
  const base = { name: field.name, number: field.number, strict, scalar };
  if (field.fieldKind === 'map') {
    const key = {
      ...base,
      name: 'key',
      number: 1,
      scalar: field.mapKey,
      message: null,
      delimited: false,
      packable: false,
      entry: null,
    };
    const value = {
      ...base,
      name: 'value',
      number: 2,
      message: field.message ?? null,
      delimited: false,
      packable: false,
      entry: null,
    };
    return {
      ...base,
      message: null,
      delimited: false,
      packable: false,
      entry: new Map([
        [1, key],
        [2, value],
      ]),
    };
  }
  const delimited = 'delimitedEncoding' in field && field.delimitedEncoding === true;
  const packable =
    field.fieldKind === 'list' &&
    field.message === undefined &&
    wireTypeOf(scalar) !== WireType.LengthDelimited;
  return { ...base, message: field.message ?? null, delimited, packable, entry: null };
}

const PROTO2 = 998;

/** Resolved feature: field over messages over file over the edition's default. Source: https://protobuf.dev/editions/features/#utf8_validation */
function demandsUtf8(field: DescField): boolean {
  const { file } = field.parent;
  let stated = field.proto.options?.features?.utf8Validation;
  for (
    let owner: DescMessage | undefined = field.parent;
    owner !== undefined && !stated;
    owner = owner.parent
  ) {
    stated = owner.proto.options?.features?.utf8Validation;
  }
  stated = stated || file.proto.options?.features?.utf8Validation;
  if (stated) return stated === FeatureSet_Utf8Validation.VERIFY;
  return file.edition !== PROTO2;
}

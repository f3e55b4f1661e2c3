import { ScalarType, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Random } from './random.js';

/** How far the bytes stray from what a well-behaved writer sends. */
export interface Liberties {
  /** Fields out of order, twice, in parts, packed or not, absent keys. All parsers must agree on these. */
  readonly unusual: boolean;
  /** Fields that the type lacks, in wrong wire forms; numbers that a closed enum lacks; text that is not UTF-8. */
  readonly foreign: boolean;
}

const TEXTS = [
  '',
  'a',
  'event',
  'ünïcode ✓ 𝄞',
  'long enough to be a slice of its parent',
  '__proto__',
  '\u0000"\\\n',
  '\u2028',
  '10',
  '9',
  '2024-01-02',
  '4294967295',
  'blåbær',
];
const DOUBLES = [0, -0, 1.5, -1e300, Number.NaN, Number.POSITIVE_INFINITY, 123.456, 5e-324];
const LONGS = [
  0n,
  1n,
  -1n,
  127n,
  128n,
  2n ** 31n,
  2n ** 53n - 1n,
  2n ** 53n,
  -(2n ** 53n),
  -(2n ** 63n),
  2n ** 63n - 1n,
  1700000000n,
];
const INTS = [0, 1, -1, 127, 128, 300, 2 ** 31 - 1, -(2 ** 31), 70000];

/** Bytes of a message of that type. */
export function randomBytes(random: Random, desc: DescMessage, liberties: Liberties, depth = 0): Uint8Array {
  const writer = new BinaryWriter();
  for (const field of fieldsInOrder(random, desc, liberties)) {
    if (depth > 4 && field.message !== undefined) continue;
    if (field.oneof !== undefined && !liberties.unusual && random.once(2)) continue;
    const value = (): BinaryWriter => writeField(random, writer, field, liberties, depth);
    if (field.presence === REQUIRED || !random.once(3)) value();
    if (liberties.unusual && random.once(10)) value();
    if (liberties.foreign && random.once(12)) writeForeign(random, writer, field.number);
  }
  if (liberties.foreign && random.once(8)) writeForeign(random, writer, 1 + random.below(2000));
  return writer.finish();
}

const REQUIRED = 3;

function fieldsInOrder(random: Random, desc: DescMessage, liberties: Liberties): readonly DescField[] {
  const fields = [...desc.fields].sort((one, other) => one.number - other.number);
  if (!liberties.unusual || !random.once(3)) return oneOfEachOneof(random, fields, liberties);
  return fields
    .map((field) => ({ field, at: random.below(1000) }))
    .sort((a, b) => a.at - b.at)
    .map(({ field }) => field);
}

function oneOfEachOneof(
  random: Random,
  fields: readonly DescField[],
  { unusual }: Liberties,
): readonly DescField[] {
  if (unusual) return fields;
  const members = fields.filter((field) => field.oneof !== undefined);
  const chosen = members.length === 0 ? null : random.pick(members);
  return fields.filter((field) => field.oneof === undefined || field === chosen);
}

function writeField(
  random: Random,
  writer: BinaryWriter,
  field: DescField,
  liberties: Liberties,
  depth: number,
): BinaryWriter {
  if (field.fieldKind === 'map') return writeEntries(random, writer, field, liberties, depth);
  if (field.message !== undefined) {
    const count = field.fieldKind === 'list' ? random.below(4) : 1;
    for (let index = 0; index < count; index += 1) {
      const bytes = messageBytes(random, field.message, liberties, depth + 1);
      if (field.delimitedEncoding) {
        writer.tag(field.number, WireType.StartGroup).raw(bytes).tag(field.number, WireType.EndGroup);
      } else writer.tag(field.number, WireType.LengthDelimited).bytes(bytes);
    }
    return writer;
  }
  const scalar = field.scalar ?? ScalarType.INT32;
  const one = (to: BinaryWriter): BinaryWriter => writeScalar(random, to, field, scalar, liberties);
  if (field.fieldKind !== 'list') return one(writer.tag(field.number, wireTypeOf(scalar)));
  const packed = liberties.unusual && random.once(3) ? !field.packed : field.packed;
  const count = random.below(4);
  if (packed && scalar !== ScalarType.STRING && scalar !== ScalarType.BYTES) {
    writer.tag(field.number, WireType.LengthDelimited).fork();
    for (let index = 0; index < count; index += 1) one(writer);
    return writer.join();
  }
  for (let index = 0; index < count; index += 1) one(writer.tag(field.number, wireTypeOf(scalar)));
  return writer;
}

function writeEntries(
  random: Random,
  writer: BinaryWriter,
  field: DescField & { fieldKind: 'map' },
  liberties: Liberties,
  depth: number,
): BinaryWriter {
  for (let count = random.below(4); count > 0; count -= 1) {
    writer.tag(field.number, WireType.LengthDelimited).fork();
    const lacksKey = liberties.unusual && random.once(6);
    if (!lacksKey)
      writeScalar(random, writer.tag(1, wireTypeOf(field.mapKey)), field, field.mapKey, liberties);
    if (!(liberties.unusual && random.once(6))) {
      if (field.message !== undefined)
        writer
          .tag(2, WireType.LengthDelimited)
          .bytes(messageBytes(random, field.message, liberties, depth + 1));
      else {
        const scalar = field.scalar ?? ScalarType.INT32;
        writeScalar(random, writer.tag(2, wireTypeOf(scalar)), field, scalar, liberties);
      }
    }
    if (liberties.foreign && random.once(6)) writeForeign(random, writer, 3);
    writer.join();
  }
  return writer;
}

/** Well-known types get values that they may have most of the time. */
function messageBytes(random: Random, desc: DescMessage, liberties: Liberties, depth: number): Uint8Array {
  if (desc.typeName === 'google.protobuf.Any' && !random.once(8)) {
    const value = new BinaryWriter()
      .tag(1, WireType.Varint)
      .int64(BigInt(random.below(2_000_000_000)))
      .finish();
    const url = `type.googleapis.com/${random.pick(['google.protobuf.Timestamp', 'other.Unknown', 'google.protobuf.Int64Value'])}`;
    return new BinaryWriter()
      .tag(1, WireType.LengthDelimited)
      .string(url)
      .tag(2, WireType.LengthDelimited)
      .bytes(value)
      .finish();
  }
  if (/(Timestamp|Duration)$/.test(desc.typeName) && !random.once(8)) {
    const writer = new BinaryWriter().tag(1, WireType.Varint).int64(BigInt(random.below(2_000_000_000)));
    return random.once(2)
      ? writer.finish()
      : writer
          .tag(2, WireType.Varint)
          .int32(random.pick([0, 5, 1_000_000, 999_999_999]))
          .finish();
  }
  return randomBytes(random, desc, liberties, desc.typeName.startsWith('google.') ? depth + 1 : depth);
}

function writeScalar(
  random: Random,
  writer: BinaryWriter,
  field: DescField,
  scalar: ScalarType,
  { foreign }: Liberties,
): BinaryWriter {
  if (field.enum !== undefined && scalar === ScalarType.INT32) {
    const known = field.enum.values.map((value) => value.number);
    return writer.int32(random.pick(foreign || field.enum.open ? [...known, 77, -9] : known));
  }
  switch (scalar) {
    case ScalarType.STRING:
      return foreign && random.once(20)
        ? writer.bytes(new Uint8Array([0x61, 0xff]))
        : writer.string(random.pick(TEXTS));
    case ScalarType.BYTES:
      return writer.bytes(new Uint8Array(random.below(5)).fill(200));
    case ScalarType.BOOL:
      return writer.bool(random.once(2));
    case ScalarType.DOUBLE:
      return writer.double(random.pick(DOUBLES));
    case ScalarType.FLOAT:
      return writer.float(Math.fround(random.pick([0, -0, 1.5, Number.NaN, 0.1])));
    default:
      return writeInteger(random, writer, scalar);
  }
}

function writeInteger(random: Random, writer: BinaryWriter, scalar: ScalarType): BinaryWriter {
  const long = random.pick(LONGS);
  const int = random.pick(INTS);
  switch (scalar) {
    case ScalarType.INT64:
      return writer.int64(long);
    case ScalarType.UINT64:
      return writer.uint64(BigInt.asUintN(64, long));
    case ScalarType.SINT64:
      return writer.sint64(long);
    case ScalarType.FIXED64:
      return writer.fixed64(BigInt.asUintN(64, long));
    case ScalarType.SFIXED64:
      return writer.sfixed64(long);
    case ScalarType.UINT32:
      return writer.uint32(int >>> 0);
    case ScalarType.FIXED32:
      return writer.fixed32(int >>> 0);
    case ScalarType.SFIXED32:
      return writer.sfixed32(int);
    case ScalarType.SINT32:
      return writer.sint32(int);
    default:
      return writer.int32(int);
  }
}

function writeForeign(random: Random, writer: BinaryWriter, number: number): void {
  switch (random.below(5)) {
    case 0:
      writer.tag(number, WireType.Varint).int64(random.pick(LONGS));
      return;
    case 1:
      writer.tag(number, WireType.Bit64).double(1);
      return;
    case 2:
      writer.tag(number, WireType.LengthDelimited).string(random.pick(TEXTS));
      return;
    case 3:
      writer.tag(number, WireType.StartGroup).tag(7, WireType.Varint).int32(1).tag(number, WireType.EndGroup);
      return;
    default:
      writer.tag(number, WireType.Bit32).float(1);
  }
}

function wireTypeOf(scalar: ScalarType): WireType {
  switch (scalar) {
    case ScalarType.DOUBLE:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return WireType.Bit64;
    case ScalarType.FLOAT:
    case ScalarType.FIXED32:
    case ScalarType.SFIXED32:
      return WireType.Bit32;
    case ScalarType.STRING:
    case ScalarType.BYTES:
      return WireType.LengthDelimited;
    default:
      return WireType.Varint;
  }
}

/** The bytes with a few of them changed, cut, doubled or taken out. */
export function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  let mutated = Uint8Array.from(bytes);
  for (let count = 1 + random.below(3); count > 0 && mutated.length > 0; count -= 1) {
    const at = random.below(mutated.length);
    switch (random.below(4)) {
      case 0:
        mutated[at] = random.below(256);
        break;
      case 1:
        mutated[at] = (mutated[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 2:
        mutated = mutated.slice(0, at);
        break;
      default:
        mutated = Uint8Array.from([...mutated.subarray(0, at), ...mutated.subarray(at + 1)]);
    }
  }
  return mutated;
}

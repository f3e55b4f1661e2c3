// Messages of any type, made by chance, with the values that engines trip over among them.
import { ScalarType, create, toBinary } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';

const TEXTS = [
  '',
  'a',
  "it's",
  '"\\',
  'tab\tline\r\nend\\',
  '\\N',
  'NULL',
  'é😀𝄞',
  ' a ',
  '\u2028',
  'x'.repeat(300),
];
const NUL_TEXT = 'a\0b';
const DOUBLES = [0, -0, 1.5, 0.1, NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 2 ** 53 + 2];
const FLOATS = [0, -0, 1.5, Math.fround(0.1), NaN, Infinity, -Infinity, Math.fround(3.4e38)];
const INT32 = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)];
const UINT32 = [0, 1, 2 ** 32 - 1];
const INT64 = [0n, -1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)];
const UINT64 = [0n, 1n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n];
/** Year 0001, just before and after 1970, 2026 to the microsecond, the end of 9999: seconds and nanoseconds. */
const TIMES = [
  [-62_135_596_800n, 0],
  [-1n, 999_999_000],
  [0n, 0],
  [1_767_225_600n, 1_000],
  [253_402_300_799n, 999_999_000],
];
const DURATIONS = [
  [0n, 0],
  [1n, 500_000_000],
  [-1n, -500_000_000],
  [315_576_000_000n, 0],
];
const MAX_DEPTH = 4;

/** Bytes of a message; `nulRate` is how often a text holds U+0000. */
export function randomMessage(desc, chance, { nulRate = 0 } = {}) {
  const state = { chance, nulRate };
  const message = fill(desc, state, 0);
  return toBinary(desc, message);
}

function fill(desc, state, depth) {
  const message = create(desc);
  const target = reflect(desc, message);
  for (const member of desc.members) {
    const field = member.kind === 'oneof' ? even(state, member.fields) : member;
    const isRequired = field.presence === 3;
    if (!isRequired && (depth > MAX_DEPTH || state.chance.happens(depth === 0 ? 0.3 : 0.5))) continue;
    setField(target, field, state, depth);
  }
  return message;
}

function setField(target, field, state, depth) {
  if (field.fieldKind === 'list') {
    for (let left = state.chance.between(0, 3); left > 0; left -= 1)
      target.get(field).add(valueOf(field, field.listKind, state, depth));
    return;
  }
  if (field.fieldKind === 'map') {
    for (let left = state.chance.between(0, 2); left > 0; left -= 1)
      target.get(field).set(scalarOf(field.mapKey, state), valueOf(field, field.mapKind, state, depth));
    return;
  }
  target.set(field, valueOf(field, field.fieldKind, state, depth));
}

function valueOf(field, kind, state, depth) {
  if (kind === 'enum') {
    const known = even(state, field.enum.values).number;
    return field.enum.open && state.chance.happens(0.1) ? 77_777 : known;
  }
  if (kind === 'message') return messageOf(field.message, state, depth);
  return scalarOf(field.scalar, state);
}

function messageOf(desc, state, depth) {
  if (desc.typeName === 'google.protobuf.Timestamp' || desc.typeName === 'google.protobuf.Duration') {
    const times = desc.typeName.endsWith('Timestamp') ? TIMES : DURATIONS;
    const [seconds, nanos] = even(state, times);
    return reflect(desc, create(desc, { seconds, nanos }));
  }
  return reflect(desc, fill(desc, state, depth + 1));
}

function scalarOf(type, state) {
  switch (type) {
    case ScalarType.STRING:
      return state.chance.happens(state.nulRate) ? NUL_TEXT : even(state, TEXTS);
    case ScalarType.BYTES:
      return Uint8Array.from({ length: state.chance.between(0, 5) }, () => state.chance.between(0, 255));
    case ScalarType.BOOL:
      return state.chance.happens(0.5);
    case ScalarType.DOUBLE:
      return even(state, DOUBLES);
    case ScalarType.FLOAT:
      return even(state, FLOATS);
    case ScalarType.INT64:
    case ScalarType.SINT64:
    case ScalarType.SFIXED64:
      return even(state, INT64);
    case ScalarType.UINT64:
    case ScalarType.FIXED64:
      return even(state, UINT64);
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
      return even(state, UINT32);
    default:
      return even(state, INT32);
  }
}

function even({ chance }, items) {
  return items[Math.floor(chance.next() * items.length)];
}

import { ScalarType, type DescEnum } from '@bufbuild/protobuf';
import type { FieldPlan, MessagePlan, ValuePlan } from '../interpret/message-plan.js';
import {
  closedCheck,
  depthCheck,
  emitEntry,
  emitMessage,
  ENTRY_END,
  isCompiled,
  type FieldCode,
  type Place,
} from './emit-message.js';
import { isLengthDelimited, readLength, readNumber } from './emit-scalar.js';
import { emitWellKnownJson } from './emit-well-known.js';
import type { Labels } from './json-number.js';
import { MOST_FIXED_BYTES } from './memory.js';
import { TooMuchCode, type Source } from './source.js';

// Names in generated code: o the output, w a view of it, q the offset in it. Every field, item and entry is written with a comma
// before it; when the object or list ends, its first comma becomes the bracket.

/** Code that reads one value and writes its JSON. */
export interface JsonValueCode {
  /** Statements that read what the JSON is made of. */
  readonly read: string;
  /** Statements that write it from `q` to `q`, and end at `p`. */
  readonly write: string;
  /** The condition under which the value is not its type's zero; null for a message. */
  readonly notZero: string | null;
}

/** The name of a function `(p, end, depth, q)` that writes the ProtoJSON of a message and answers the offset after it. */
export function jsonFunction(source: Source, plan: MessagePlan): string {
  if (plan.wellKnown !== null) return emitWellKnownJson(source, plan, plan.wellKnown);
  return source.function('json', plan, (name) => {
    const fields = plan.fields.filter(isCompiled);
    source.count(fields.length);
    refuseOddNames(fields);
    const place = { end: 'end', depth: 'd' };
    const oneofs = [...new Set(fields.flatMap(({ desc }) => (desc.oneof === undefined ? [] : [desc.oneof])))];
    const codes = fields.map((field) => jsonField(source, field, place, oneofs.indexOf(field.desc.oneof!)));
    const walk = emitMessage({ source, plan, place, ordered: true }, codes);
    const seen = oneofs.map((_, index) => `let o${index}=false;`).join('');
    return [
      `function ${name}(p,end,d,q){${depthCheck(place)}if(q>OUTPUT_LIMIT)throw BAIL;let t=0,x=0,e=0;const m=q;${seen}`,
      `${walk}${closeWith('{}', 'm')}if(q>OUTPUT_LIMIT)throw BAIL;return q}`,
    ].join('\n');
  });
}

/** Keys that look like numbers come first in an object, two fields may claim one key, and a name may be longer than all else. */
function refuseOddNames(fields: readonly FieldPlan[]): void {
  const names = new Set(fields.map((field) => field.jsonName));
  const size = fields.reduce(
    (total, field) => total + field.jsonName.length * 6 + 64 + longestLabel(field),
    0,
  );
  if (names.size < fields.length || [...names].some((name) => /^\d/.test(name)) || size > MOST_FIXED_BYTES)
    throw new TooMuchCode();
}

function longestLabel({ value }: FieldPlan): number {
  return Math.max(0, ...(value.enum?.values ?? []).map((one) => one.jsonName.length * 6));
}

function jsonField(source: Source, field: FieldPlan, place: Place, oneof: number): FieldCode {
  const key = `,${JSON.stringify(field.jsonName)}:`;
  if (field.kind !== 'single') {
    const code = field.kind === 'list' ? jsonItems(source, field, place) : jsonEntries(source, field, place);
    const id = source.id();
    const brackets = field.kind === 'list' ? '[]' : '{}';
    return {
      ...code,
      open: `const a${id}=q;${writeFixed(key)}const i${id}=q;${code.open ?? ''}`,
      close: `${code.close ?? ''}if(q===i${id})q=a${id};else{o[i${id}]=${brackets.charCodeAt(0)};o[q++]=${brackets.charCodeAt(1)}}`,
    };
  }
  const only = oneof < 0 ? '' : `if(o${oneof})throw BAIL;o${oneof}=true;`;
  const { read, write, notZero } = jsonValue(source, field, place, key);
  const guard = field.implicit && notZero !== null ? `if(${notZero})` : '';
  return { field, value: `${only}${read}${guard}{${write}}${skipRest(field.value)}` };
}

/** Text and bytes are passed over after they were written, or left out. */
function skipRest(value: ValuePlan): string {
  return value.scalar !== null && isLengthDelimited(value.scalar) ? 'p=e;' : '';
}

/** Code that writes the items of a list, each after a comma. */
export function jsonItems(source: Source, field: FieldPlan, place: Place): FieldCode {
  const { read, write } = jsonValue(source, field, place, ',');
  return { field, value: `${read}${write}${skipRest(field.value)}if(q>OUTPUT_LIMIT)throw BAIL;` };
}

/** Code that writes the entries of a map, each after a comma. */
export function jsonEntries(source: Source, field: FieldPlan, place: Place): FieldCode {
  const id = source.id();
  const { open, key, close } = jsonKey(field.key!, id);
  const { read, write } = jsonValue(source, field, { ...place, end: ENTRY_END }, ':');
  const value = `${read}${write}${skipRest(field.value)}`;
  return { field, open, value: `${emitEntry(field, place, key, value)}if(q>OUTPUT_LIMIT)throw BAIL;`, close };
}

/** Keys must differ, and stand in the order in which an object would have them. */
function jsonKey(plan: ValuePlan, id: number): { open: string; key: string; close: string } {
  const comma = 'o[q++]=44;';
  if (plan.scalar === ScalarType.STRING) {
    const text = 'noteKey(h' + id + ',p,e);q=jsonText(p,e,q);p=e;';
    return {
      open: `const h${id}=S.keys;`,
      key: `${readLength(ENTRY_END)}${comma}${text}`,
      close: `S.keys=h${id};`,
    };
  }
  const number = `${readNumber(plan.scalar!, 'x')}if(typeof x==='bigint'||!(x>h${id}))throw BAIL;h${id}=+x;`;
  const written =
    plan.scalar === ScalarType.BOOL ? `q=jsonFixed(x?TRUE_KEY:FALSE_KEY,q);` : 'q=jsonLong(x,q);';
  return { open: `let h${id}=-1;`, key: `${number}${comma}${written}`, close: '' };
}

/** Code for one value, which comes after that text. */
export function jsonValue(source: Source, field: FieldPlan, place: Place, before: string): JsonValueCode {
  const plan = field.value;
  const start = writeFixed(before);
  if (plan.isMessage) {
    const name = jsonFunction(source, plan.message());
    return {
      read: readLength(place.end),
      write: `${start}{const m=e;q=${name}(p,m,${place.depth}+1,q);p=m}`,
      notZero: null,
    };
  }
  const code = scalarJsonCode(plan.scalar!, place.end, before);
  if (plan.enum === null) return code;
  return {
    read: `${code.read}${closedCheck(source, field, 'x')}`,
    write: `${start}q=jsonLabel(${source.constant(labelsOf(plan.enum))},x,q);`,
    notZero: `x!==${plan.enum.values[0]!.number}`,
  };
}

/** Code for one scalar, which comes after that text. */
export function scalarJsonCode(scalar: ScalarType, end: string, before: string): JsonValueCode {
  const start = writeFixed(before);
  switch (scalar) {
    case ScalarType.STRING:
      // What is not UTF-8 where that is allowed is left to the interpreter, which replaces it.
      return { read: readLength(end), write: `${start}q=jsonText(p,e,q);`, notZero: 'e!==p' };
    case ScalarType.BYTES:
      return { read: readLength(end), write: `${start}q=jsonBase64(p,e,q);`, notZero: 'e!==p' };
    case ScalarType.BOOL:
      return {
        read: readNumber(scalar, 'x'),
        write: `if(x){${writeFixed(`${before}true`)}}else{${writeFixed(`${before}false`)}}`,
        notZero: 'x',
      };
    case ScalarType.FLOAT:
    case ScalarType.DOUBLE:
      return {
        read: readNumber(scalar, 'x'),
        write: `${start}q=jsonNumber(x,q);`,
        notZero: 'x!==0||1/x<0',
      };
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return { read: readNumber(scalar, 'x'), write: `${start}q=jsonLong(x,q);`, notZero: 'x!==0' };
    default:
      return { read: readNumber(scalar, 'x'), write: `${start}q=jsonInteger(x,q);`, notZero: 'x!==0' };
  }
}

/** Statements that turn the first comma after `start` into the opening bracket, and close it. */
export function closeWith(brackets: '{}' | '[]', start: string): string {
  return `if(q===${start})q++;o[${start}]=${brackets.charCodeAt(0)};o[q++]=${brackets.charCodeAt(1)};`;
}

/** Statements that write known text: as integers, four bytes each, so that none of it is source. */
export function writeFixed(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let statements = bytes.some((byte) => byte > 127) ? 'S.wide=true;' : '';
  for (let at = 0; at < bytes.length; at += 4) {
    if (bytes.length - at === 1) return `${statements}o[q+${at}]=${bytes[at]};q+=${bytes.length};`;
    const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at, at + 4);
    statements += `w.setInt32(q+${at},${a | (b << 8) | (c << 16) | (d << 24)},true);`;
  }
  return `${statements}q+=${bytes.length};`;
}

const LABELS = new WeakMap<DescEnum, Labels>();
const MOST_FEW = 256;

function labelsOf(desc: DescEnum): Labels {
  let labels = LABELS.get(desc);
  if (labels === undefined) {
    const few: (Uint8Array | undefined)[] = [];
    const many = new Map<number, Uint8Array>();
    const nothing = desc.typeName === 'google.protobuf.NullValue';
    // The first of two names of one number counts.
    for (const { number } of desc.values) {
      const label = new TextEncoder().encode(
        nothing ? 'null' : JSON.stringify(desc.value[number]?.jsonName ?? number),
      );
      if (number >= 0 && number < MOST_FEW) few[number] = label;
      else many.set(number, label);
    }
    const wide = [...few, ...many.values()].some((label) => label?.some((byte) => byte > 127) === true);
    labels = { few: Array.from(few), many, wide };
    LABELS.set(desc, labels);
  }
  return labels;
}

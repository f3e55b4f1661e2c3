// Covers the objects of protobuf-es: see interpret/to-message.ts for what their fields hold.
import { create, ScalarType, type DescField } from '@bufbuild/protobuf';
import { isWrapperDesc } from '@bufbuild/protobuf/wkt';
import { isHeldAsJson, localConverter } from '../interpret/to-message.js';
import type { FieldPlan, MessagePlan } from '../interpret/message-plan.js';
import { isLong } from '../wire/wire-type.js';
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
import { readLength, readLong, readScalar } from './emit-scalar.js';
import { TooMuchCode, type Source } from './source.js';

const PLACE: Place = { end: 'end', depth: 'd' };
const START = `${depthCheck(PLACE)}let t=0,x=0,e=0;`;
// Fields that the type lacks are kept the way protobuf-es keeps them.
const KEEP_UNKNOWN =
  '{const a=p;p=skipUnknown(t,p,end);(u===null?u=[]:u).push({no:t>>>3,wireType:t&7,data:copyBytes(a,p)})}';

/** The name of a function `(p, end, depth)` that answers a message as an object of protobuf-es. */
export function objectFunction(source: Source, plan: MessagePlan): string {
  return source.function('object', plan, (name) => {
    const fields = plan.fields.filter(isCompiled);
    source.count(fields.length);
    const codes = fields.map((field) => objectField(source, field));
    const walk = emitMessage({ source, plan, place: PLACE, unknown: KEEP_UNKNOWN }, codes);
    const { declared, constructor, values } = emitShape(source, plan, name);
    return [
      constructor,
      `function ${name}(p,end,d){${START}let u=null${declared};${walk}`,
      `const m=new ${name}_(${values});if(u!==null)m.$unknown=u;return m}`,
    ].join('\n');
  });
}

interface Shape {
  /** Declarations of the variables that hold the members until the object is made. */
  readonly declared: string;
  /** A constructor, because room for properties that are not always there is then made once; instances are plain objects. */
  readonly constructor: string;
  readonly values: string;
}

function emitShape(source: Source, plan: MessagePlan, name: string): Shape {
  const example = create(plan.desc);
  const zeros = example as unknown as Readonly<Record<string, unknown>>;
  const slots = new Map(plan.fields.map((field) => [field.desc, field.slot]));
  const parts = plan.desc.members.map((member) => {
    if (member.localName === '__proto__') throw new TooMuchCode();
    const property = `this[${JSON.stringify(member.localName)}]`;
    if (member.kind === 'oneof') {
      const variable = oneofName(member.fields[0]!);
      const empty = `${variable}===undefined?{case:undefined}:${variable}`;
      return { variable, start: 'undefined', set: `${property}=${empty};` };
    }
    const variable = `f${slots.get(member)}`;
    const start = startOf(source, member, zeros);
    const always = start !== 'undefined';
    return {
      variable,
      start,
      set: always ? `${property}=${variable};` : `if(${variable}!==undefined)${property}=${variable};`,
    };
  });
  const names = parts.map((part) => part.variable).join(',');
  const prototype = source.constant(Object.getPrototypeOf(example));
  const typeName = source.constant(plan.desc.typeName);
  return {
    declared: parts.map((part) => `,${part.variable}=${part.start}`).join(''),
    constructor: `function ${name}_(${names}){this.$typeName=${typeName};${parts.map((part) => part.set).join('')}}${name}_.prototype=${prototype};`,
    values: names,
  };
}

/** What a member is before anything is read; undefined for what is not there then. */
function startOf(source: Source, field: DescField, zeros: Readonly<Record<string, unknown>>): string {
  if (field.fieldKind === 'list') return '[]';
  if (field.fieldKind === 'map') return '{}';
  if (!Object.hasOwn(zeros, field.localName)) return 'undefined';
  const zero = zeros[field.localName];
  return zero === 0 || zero === '' || zero === false ? JSON.stringify(zero) : source.constant(zero);
}

/** The variable of a oneof is named by its first member's number. */
function oneofName(member: FieldPlan['desc']): string {
  return `o${Math.min(...(member.oneof?.fields ?? []).map((field) => field.number))}`;
}

function objectField(source: Source, field: FieldPlan): FieldCode {
  const variable = `f${field.slot}`;
  if (field.kind === 'list')
    return { field, value: `${readValue(source, field, PLACE, 'x')}${variable}.push(x);` };
  if (field.kind === 'map') {
    const key = `let y;${readKey(field)}`;
    const value = readValue(source, field, { ...PLACE, end: ENTRY_END }, 'x');
    const entry = `${value}if(y==='__proto__')setOwn(${variable},y,x);else ${variable}[y]=x;`;
    return { field, value: emitEntry(field, PLACE, key, entry) };
  }
  if (field.desc.oneof === undefined) {
    // What comes in parts is merged, and that is the interpreter's work.
    const once = field.value.isMessage ? `if(${variable}!==undefined)throw BAIL;` : '';
    return { field, value: `${once}${readValue(source, field, PLACE, variable)}` };
  }
  const oneof = oneofName(field.desc);
  const label = source.constant(field.desc.kind === 'field' ? field.desc.localName : '');
  const once = field.value.isMessage ? `if(${oneof}!==undefined&&${oneof}.case===${label})throw BAIL;` : '';
  return { field, value: `${once}${readValue(source, field, PLACE, 'x')}${oneof}={case:${label},value:x};` };
}

function readKey(field: FieldPlan): string {
  const { scalar, strict } = field.key!;
  return readScalar(scalar!, strict, ENTRY_END, 'y');
}

/** Statements that read one value into a variable. */
function readValue(source: Source, field: FieldPlan, place: Place, x: string): string {
  const { value, desc } = field;
  if (!value.isMessage) {
    const scalar = value.scalar!;
    if (value.enum !== null || !isLong(scalar))
      return `${readScalar(scalar, value.strict, place.end, x)}${closedCheck(source, field, x)}`;
    const asText = 'longAsString' in desc && desc.longAsString && field.kind !== 'map';
    return asText ? `${readScalar(scalar, false, place.end, x)}${x}=String(${x});` : readLong(scalar, x);
  }
  const plan = value.message();
  const head = `${readLength(place.end)}{const m=e;`;
  if (isHeldAsJson(field)) {
    const convert = source.constant(localConverter(field));
    return `${head}${x}=${convert}(interpret(${source.constant(plan)},p,m,${place.depth}+1));p=m}`;
  }
  const isUnwrapped = field.kind === 'single' && desc.oneof === undefined && isWrapperDesc(plan.desc);
  const read = isUnwrapped ? unwrapFunction(source, plan) : objectFunction(source, plan);
  return `${head}${x}=${read}(p,m,${place.depth}+1);p=m}`;
}

/** The name of a function `(p, end, depth)` that answers the value of a wrapper. */
function unwrapFunction(source: Source, plan: MessagePlan): string {
  return source.function('unwrap', plan, (name) => {
    const field = plan.fields[0]!;
    const scalar = field.value.scalar ?? ScalarType.INT32;
    const code = { field, value: readValue(source, field, PLACE, 'c') };
    const walk = emitMessage({ source, plan, place: PLACE }, [code]);
    const zero = isLong(scalar) ? '0n' : source.constant(create(plan.desc, {}) as unknown);
    const start = isLong(scalar) ? zero : `${zero}.value`;
    return `function ${name}(p,end,d){${START}let c=${start};${walk}return c}`;
  });
}

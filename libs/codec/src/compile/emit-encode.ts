// Covers the objects of protobuf-es as to-message.ts describes them; the bytes are those that protobuf-es writes.
import { create, ScalarType, type DescField } from '@bufbuild/protobuf';
import { isWrapperDesc } from '@bufbuild/protobuf/wkt';
import { WireType } from '@bufbuild/protobuf/wire';
import type { FieldPlan, MessagePlan, ValuePlan } from '../interpret/message-plan.js';
import { isHeldAsJson } from '../interpret/to-message.js';
import { isLong } from '../wire/wire-type.js';
import type { Source } from './source.js';

/** The name of a function `(m, q)` that writes an object and answers the offset after it. */
export function encodeFunction(source: Source, plan: MessagePlan): string {
  return source.function('encode', plan, (name) => {
    source.count(plan.fields.length);
    const example = create(plan.desc);
    const fields = plan.fields.flatMap((field) =>
      field.desc.kind === 'field' ? [emitField(source, field, field.desc, example)] : [],
    );
    return [
      `function ${name}(m,q){if(q>OUTPUT_LIMIT||typeof m!=='object'||m===null)throw BAIL;let x;`,
      ...fields,
      `if(m.$unknown!==undefined)q=writeUnknown(m.$unknown,q);if(q>OUTPUT_LIMIT)throw BAIL;return q}`,
    ].join('\n');
  });
}

function emitField(source: Source, field: FieldPlan, desc: DescField, example: object): string {
  const name = JSON.stringify(desc.localName);
  if (desc.oneof !== undefined) {
    const oneof = `m[${JSON.stringify(desc.oneof.localName)}]`;
    return `if(${oneof}.case===${name}){x=${oneof}.value;${emitSingle(source, field)}}`;
  }
  if (field.kind === 'list') return `x=m[${name}];${emitList(source, field)}`;
  if (field.kind === 'map') return `x=m[${name}];${emitMap(source, field)}`;
  const single = emitSingle(source, field);
  if (field.implicit) return `x=m[${name}];${emitCheck(field.value)}if(${isSet(field.value)}){${single}}`;
  const isInherited = desc.localName in example && !Object.hasOwn(example, desc.localName);
  const own = isInherited ? `&&Object.hasOwn(m,${name})` : '';
  return `x=m[${name}];if(x!==undefined${own}){${single}}${field.required ? 'else throw BAIL;' : ''}`;
}

/** Statements that give up on values of another type, where the condition after them would take these for something else. */
function emitCheck(plan: ValuePlan): string {
  return isLong(plan.scalar!) ? '' : checkOf(plan.scalar!);
}

/** The condition under which a field without presence is sent. */
function isSet(plan: ValuePlan): string {
  if (plan.enum !== null) return `x!==${plan.enum.values[0]!.number}`;
  switch (plan.scalar!) {
    case ScalarType.STRING:
      return `x!==''`;
    case ScalarType.BYTES:
      return '!(x instanceof Uint8Array)||x.length>0';
    case ScalarType.BOOL:
      return 'x';
    case ScalarType.FLOAT:
    case ScalarType.DOUBLE:
      return '!(x===0&&1/x>0)';
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return `x!==0n&&x!=='0'`;
    default:
      return 'x!==0';
  }
}

function emitSingle(source: Source, field: FieldPlan): string {
  return `${writeTag(field.number, field.value.wireType)}${emitValue(source, field)}`;
}

function emitList(source: Source, field: FieldPlan): string {
  const id = source.id();
  const isPacked = 'packed' in field.desc && field.desc.packed;
  const loop = (one: string): string =>
    `const i${id}=x;for(let j=0;j<i${id}.length;j++){x=i${id}[j];${one}if(q>OUTPUT_LIMIT)throw BAIL;}`;
  if (!isPacked) return `{${loop(emitSingle(source, field))}}`;
  const items = loop(emitValue(source, field));
  return `if(x.length>0){${writeTag(field.number, WireType.LengthDelimited)}${emitLength(source, items)}}`;
}

function emitMap(source: Source, field: FieldPlan): string {
  const id = source.id();
  const key = field.key!;
  const entry = [
    `x=${keyOf(key.scalar!)};${writeTag(1, key.wireType)}${emitScalar(key.scalar!, false)}`,
    `x=i${id}[y];${writeTag(2, field.value.wireType)}${emitValue(source, field)}if(q>OUTPUT_LIMIT)throw BAIL;`,
  ].join('');
  return `{const i${id}=x;for(const y of Object.keys(i${id})){${writeTag(field.number, WireType.LengthDelimited)}${emitLength(source, entry)}}}`;
}

function keyOf(scalar: ScalarType): string {
  if (scalar === ScalarType.STRING) return 'y';
  if (scalar === ScalarType.BOOL) return 'boolOfKey(y)';
  return isLong(scalar) ? 'longOfKey(y)' : 'numberOfKey(y)';
}

/** Statements that write what is in `x`, without its tag. */
function emitValue(source: Source, field: FieldPlan): string {
  const { value, desc } = field;
  if (!value.isMessage) {
    const asText = 'longAsString' in desc && desc.longAsString && field.kind !== 'map';
    return emitScalar(value.scalar!, asText);
  }
  // The plain object of a Struct is protobuf-es' own business.
  if (isHeldAsJson(field)) return 'throw BAIL;';
  const plan = value.message();
  const isUnwrapped = field.kind === 'single' && desc.oneof === undefined && isWrapperDesc(plan.desc);
  const write = isUnwrapped ? emitWrapped(plan) : `q=${encodeFunction(source, plan)}(x,q);`;
  if (value.wireType === WireType.StartGroup) {
    const end = writeTag(desc.number, WireType.EndGroup);
    return `${write}${end}`;
  }
  return emitLength(source, write);
}

function emitWrapped(plan: MessagePlan): string {
  const { value } = plan.fields[0]!;
  const check = emitCheck(value);
  return `${check}if(${isSet(value)}){${writeTag(1, value.wireType)}${emitScalar(value.scalar!, false)}}`;
}

/** Statements around those that write something after whose length it stands: room is left for as many bytes as it took last time. */
function emitLength(source: Source, write: string): string {
  const id = source.id();
  const last = source.variable('1');
  // The variable may change meanwhile: a message may hold one of its own type.
  const [at, room] = [`a${id}`, `r${id}`];
  return [
    `const ${at}=q,${room}=${last};q+=${room};${write}`,
    `if(${room}===1&&q-${at}<129)o[${at}]=q-${at}-1;else{q=closeLength(${at},${room},q);${last}=S.pos}`,
  ].join('');
}

function checkOf(scalar: ScalarType): string {
  switch (scalar) {
    case ScalarType.INT32:
    case ScalarType.SINT32:
    case ScalarType.SFIXED32:
      return 'if((x|0)!==x)throw BAIL;';
    case ScalarType.UINT32:
    case ScalarType.FIXED32:
      return 'if(x>>>0!==x)throw BAIL;';
    case ScalarType.BOOL:
      return 'if(x!==true&&x!==false)throw BAIL;';
    default:
      return '';
  }
}

function emitScalar(scalar: ScalarType, asText: boolean): string {
  const long = asText ? 'BigInt(x)' : 'x';
  return `${checkOf(scalar)}${writeOf(scalar, long)}`;
}

function writeOf(scalar: ScalarType, long: string): string {
  switch (scalar) {
    case ScalarType.INT32:
      return 'if(x>=0&&x<128)o[q++]=x;else q=writeInt32(x,q);';
    case ScalarType.UINT32:
      return 'if(x<128)o[q++]=x;else q=writeUint32(x,q);';
    case ScalarType.SINT32:
      return 'q=writeUint32((x<<1^x>>31)>>>0,q);';
    case ScalarType.BOOL:
      return 'o[q++]=x?1:0;';
    case ScalarType.FIXED32:
    case ScalarType.SFIXED32:
      return 'w.setInt32(q,x,true);q+=4;';
    case ScalarType.FLOAT:
      return 'q=writeFloat(x,q);';
    case ScalarType.DOUBLE:
      return 'q=writeDouble(x,q);';
    case ScalarType.STRING:
      return 'q=writeText(x,q);';
    case ScalarType.BYTES:
      return 'q=writeBytes(x,q);';
    case ScalarType.INT64:
      return `q=writeInt64(${long},q);`;
    case ScalarType.UINT64:
      return `q=writeUint64(${long},q);`;
    case ScalarType.SINT64:
      return `q=writeSint64(${long},q);`;
    case ScalarType.FIXED64:
      return `q=writeFixed64(${long},q);`;
    case ScalarType.SFIXED64:
      return `q=writeSfixed64(${long},q);`;
  }
}

function writeTag(number: number, wireType: WireType): string {
  let rest = ((number << 3) | wireType) >>> 0;
  let statements = '';
  for (; rest > 127; rest >>>= 7) statements += `o[q++]=${(rest & 127) | 128};`;
  return `${statements}o[q++]=${rest};`;
}

import { ScalarType } from '@bufbuild/protobuf';

// Names in generated code: b the message, v a view of it, p the offset in it, t the last tag, e the end of what a length
// announced, S what a call answers beside its value. READ functions are of read-runtime.

/** Statements that read a tag into `t`. */
export const READ_TAG = 't=b[p++];if(t>127){t=t&127|b[p++]<<7;if(t>16383){t=longTag(p-2);p=S.pos}}';

/** Statements that read a length and leave the end of what follows in `e`. */
export function readLength(end: string): string {
  return `e=b[p++];if(e>127){e=e&127|b[p++]<<7;if(e>16383){e=length(p-2);p=S.pos}}e+=p;if(e>${end})throw BAIL;`;
}

/** Statements that read a number or bool into a variable. **Throws** for text and bytes: a mistake of the caller. */
export function readNumber(scalar: ScalarType, x: string): string {
  switch (scalar) {
    case ScalarType.INT32:
      return short(x, 'int32');
    case ScalarType.UINT32:
      return short(x, 'int32', '>>>0');
    case ScalarType.INT64:
      return short(x, 'int64');
    case ScalarType.UINT64:
      return short(x, 'uint64');
    case ScalarType.SINT32:
      return `${short(x, 'int32')}${x}=${x}>>>1^-(${x}&1);`;
    case ScalarType.SINT64:
      return `${x}=b[p++];if(${x}>127)${x}=${x}&127|b[p++]<<7;if(${x}>16383){${x}=sint64(p-2);p=S.pos}else ${x}=${x}>>>1^-(${x}&1);`;
    case ScalarType.BOOL:
      return `${x}=b[p++];if(${x}>127){${x}=bool(p-1);p=S.pos}else ${x}=${x}!==0;`;
    case ScalarType.FIXED32:
      return `${x}=v.getUint32(p,true);p+=4;`;
    case ScalarType.SFIXED32:
      return `${x}=v.getInt32(p,true);p+=4;`;
    case ScalarType.FLOAT:
      return `${x}=v.getFloat32(p,true);p+=4;`;
    case ScalarType.DOUBLE:
      return `${x}=v.getFloat64(p,true);p+=8;`;
    case ScalarType.FIXED64:
      return `${x}=fixed64(p);p+=8;`;
    case ScalarType.SFIXED64:
      return `${x}=sfixed64(p);p+=8;`;
    case ScalarType.STRING:
    case ScalarType.BYTES:
      throw new TypeError('text and bytes are not numbers');
  }
}

/** Up to two bytes are read in place. */
function short(x: string, long: string, after = ''): string {
  return `${x}=b[p++];if(${x}>127){${x}=${x}&127|b[p++]<<7;if(${x}>16383){${x}=${long}(p-2)${after};p=S.pos}}`;
}

/** Statements that read a 64-bit integer into a variable as a bigint. */
export function readLong(scalar: ScalarType, x: string): string {
  switch (scalar) {
    case ScalarType.FIXED64:
      return `${x}=v.getBigUint64(p,true);p+=8;`;
    case ScalarType.SFIXED64:
      return `${x}=v.getBigInt64(p,true);p+=8;`;
    case ScalarType.SINT64:
      return `${x}=bigSint64(p);p=S.pos;`;
    case ScalarType.UINT64:
      return `${x}=bigUint64(p);p=S.pos;`;
    default:
      return `${x}=bigInt64(p);p=S.pos;`;
  }
}

/** True for text and bytes. */
export function isLengthDelimited(scalar: ScalarType): boolean {
  return scalar === ScalarType.STRING || scalar === ScalarType.BYTES;
}

/** Statements that read one value into a variable, as a cell has it. */
export function readScalar(scalar: ScalarType, strict: boolean, end: string, x: string): string {
  if (scalar === ScalarType.STRING) return `${readLength(end)}${x}=${strict ? 'text' : 'laxText'}(p,e);p=e;`;
  if (scalar === ScalarType.BYTES) return `${readLength(end)}${x}=copyBytes(p,e);p=e;`;
  return readNumber(scalar, x);
}

/** Statements that pass over one value without making anything of it. */
export function skipScalar(scalar: ScalarType, strict: boolean, end: string): string {
  switch (scalar) {
    case ScalarType.STRING:
      return `${readLength(end)}${strict ? 'checkUtf8(p,e);' : ''}p=e;`;
    case ScalarType.BYTES:
      return `${readLength(end)}p=e;`;
    case ScalarType.FLOAT:
    case ScalarType.FIXED32:
    case ScalarType.SFIXED32:
      return 'p+=4;';
    case ScalarType.DOUBLE:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return 'p+=8;';
    default:
      return 'if(b[p++]>127){int32(p-1);p=S.pos}';
  }
}

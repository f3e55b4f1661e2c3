import { descriptorInvalid, quote } from '../load/problem.js';

const ESCAPES: ReadonlyMap<number, string> = new Map([
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x09, '\\t'],
  [0x22, '\\"'],
  [0x5c, '\\\\'],
]);

/** A string literal. Control characters are escaped, the rest stands as it is. */
export function textLiteral(value: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are just what is escaped
  return `"${value.replace(/[\u0000-\u001f"\\\u007f]/g, (found) => escaped(found.charCodeAt(0)))}"`;
}

/** A string literal of bytes: what is not printable ASCII is octal. */
export function bytesLiteral(value: Uint8Array): string {
  let text = '';
  for (const byte of value) {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
    text += plain ? String.fromCharCode(byte) : escaped(byte);
  }
  return `"${text}"`;
}

/** A number as .proto text has it; `inf` and `nan` are its words for what has no digits. */
export function numberLiteral(value: number | bigint): string {
  if (typeof value === 'bigint') return String(value);
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0.0' : String(value);
}

/** The name, when it is one. **Throws** DESCRIPTOR_INVALID: printed as it is, another text would be another schema. */
export function identifier(name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw descriptorInvalid(`${quote(name)} is not a name that .proto text can hold`);
  return name;
}

/** A name with dots, with or without the first one. **Throws** DESCRIPTOR_INVALID. */
export function typeName(name: string): string {
  for (const part of (name.startsWith('.') ? name.slice(1) : name).split('.')) identifier(part);
  return name;
}

function escaped(code: number): string {
  return ESCAPES.get(code) ?? `\\${code.toString(8).padStart(3, '0')}`;
}

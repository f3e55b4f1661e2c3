import type { JsonValue } from '@bufbuild/protobuf';

/** JSON text as `JSON.stringify` writes it, but with the sign of a negative zero, which ProtoJSON keeps. */
export function writeJsonText(value: JsonValue): string {
  if (Object.is(value, -0)) return '-0';
  if (Array.isArray(value)) return `[${value.map(writeJsonText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${writeJsonText(item)}`);
  return `{${members.join(',')}}`;
}

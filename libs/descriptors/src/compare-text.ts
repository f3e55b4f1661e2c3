/**
 * Orders texts by code point, which is the order of their UTF-8 bytes: any language can repeat it.
 * Negative when `one` comes first, 0 when they are equal.
 */
export function compareText(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  for (let at = 0; at < shorter; at++) {
    const left = one.charCodeAt(at);
    const right = other.charCodeAt(at);
    if (left !== right) return weightOf(left) - weightOf(right);
  }
  return one.length - other.length;
}

// UTF-16 puts surrogates (code points past 0xFFFF) below 0xE000..0xFFFF; bytes have them above.
function weightOf(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

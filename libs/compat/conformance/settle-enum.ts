import type { EnumSpec } from './model.js';
import { apart, holds, keepReservedNames } from './ranges.js';

/** Puts an enum right: a value at least, zero first when open, nothing reserved in use. */
export function settleEnum(one: EnumSpec, open: boolean): void {
  one.reserved = apart(one.reserved);
  one.values = one.values.filter((value) => !one.reserved.some((range) => holds(range, value.number)));
  const zero = one.values.findIndex((value) => value.number === 0);
  if (zero > 0 && open) one.values.unshift(...one.values.splice(zero, 1));
  if (one.values.length === 0 || (open && zero === -1)) {
    one.reserved = one.reserved.filter((range) => !holds(range, 0));
    const name = `E${one.id}_ZERO`;
    one.values = one.values.filter((value) => value.name !== name);
    one.values.unshift({ id: -one.id, name, number: 0 });
  }
  const numbers = new Set(one.values.map((value) => value.number));
  if (numbers.size < one.values.length) one.options['allow_alias'] = 'true';
  else delete one.options['allow_alias'];
  keepReservedNames(one, new Set(one.values.map((value) => value.name)));
}

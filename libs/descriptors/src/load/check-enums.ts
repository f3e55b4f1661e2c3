import { descriptorInvalid, quote } from './problem.js';
import type { SymbolTable } from './symbols.js';

/** **Throws** DESCRIPTOR_INVALID for an enum without values, an alias that is not allowed or a range that is empty. */
export function checkEnums(symbols: SymbolTable): void {
  for (const { name, proto } of symbols.enums) {
    if (proto.value.length === 0) throw descriptorInvalid(`enum ${quote(name)} has no values`);
    const numbers = new Set(proto.value.map((value) => value.number));
    if (numbers.size < proto.value.length && proto.options?.allowAlias !== true)
      throw descriptorInvalid(`enum ${quote(name)} gives one number to two values without allow_alias`);
    const empty = proto.reservedRange.find((range) => range.end < range.start);
    if (empty !== undefined)
      throw descriptorInvalid(`enum ${quote(name)} has an empty range from ${empty.start} to ${empty.end}`);
  }
}

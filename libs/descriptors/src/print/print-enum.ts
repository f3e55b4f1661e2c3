import {
  EnumOptionsSchema,
  EnumValueOptionsSchema,
  SymbolVisibility,
  type EnumDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { identifier, textLiteral } from './literals.js';
import type { PrintContext } from './print-context.js';
import { bracketed, optionTexts, printOptions } from './print-options.js';

const LAST_ENUM_NUMBER = 2_147_483_647;

/** Prints an enum. **Throws** DESCRIPTOR_INVALID for names that are none. */
export function printEnum(context: PrintContext, proto: EnumDescriptorProto): void {
  context.lines.block(`${visibility(proto.visibility)}enum ${identifier(proto.name)}`, () => {
    printOptions(context, EnumOptionsSchema, proto.options);
    for (const value of proto.value) {
      const options = optionTexts(context, EnumValueOptionsSchema, value.options);
      context.lines.add(`${identifier(value.name)} = ${value.number}${bracketed(options)};`);
    }
    for (const { start, end } of proto.reservedRange)
      context.lines.add(`reserved ${range(start, end, LAST_ENUM_NUMBER)};`);
    printReservedNames(context, proto.reservedName);
  });
}

/** The word before a type that edition 2024 shows or hides; nothing by default. */
export function visibility(value: SymbolVisibility): string {
  if (value === SymbolVisibility.VISIBILITY_EXPORT) return 'export ';
  return value === SymbolVisibility.VISIBILITY_LOCAL ? 'local ' : '';
}

/** Numbers from `start` to `end`, both included; up to `last` is `max`. */
export function range(start: number, end: number, last: number): string {
  if (start === end) return String(start);
  return `${start} to ${end >= last ? 'max' : end}`;
}

/** Reserved names, one statement each; editions have them without quotes. */
export function printReservedNames(context: PrintContext, names: readonly string[]): void {
  for (const name of names)
    context.lines.add(`reserved ${context.syntax === 'editions' ? identifier(name) : textLiteral(name)};`);
}

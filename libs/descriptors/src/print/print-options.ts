import type { DescMessage, Message } from '@bufbuild/protobuf';
import type { PrintContext } from './print-context.js';
import { printedValues } from './print-values.js';

/** `name = value` for everything that an options message sets, in the form of options. **Throws** DESCRIPTOR_INVALID. */
export function optionTexts(
  context: PrintContext,
  desc: DescMessage,
  options: Message | undefined,
): readonly string[] {
  if (options === undefined) return [];
  return printedValues(desc, options, context.extensions).flatMap(({ name, isExtension, values }) =>
    values.map((value) => `${isExtension ? `(.${name})` : name} = ${value}`),
  );
}

/** A line `option name = value;` for each. */
export function printOptions(context: PrintContext, desc: DescMessage, options: Message | undefined): void {
  for (const text of optionTexts(context, desc, options)) context.lines.add(`option ${text};`);
}

/** ` [a = 1, b = 2]`, or nothing. */
export function bracketed(texts: readonly string[]): string {
  return texts.length === 0 ? '' : ` [${texts.join(', ')}]`;
}

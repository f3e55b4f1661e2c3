import { defineRule, type FieldComplaint } from '../../define-rule.js';
import { numberNamed, printedName } from '../../json/enum-names.js';
import { fitOf } from '../../json/fit.js';
import { formOf } from '../../json/form.js';
import { readTheSameInJson } from '../../json/unset.js';
import type { FieldShape } from '../../shape/field-shape.js';

/** An explicit zero becomes one with unset. **Source** compatibility, JSON: "presence likewise", "wrapper→implicit scalar". */
export const jsonPresenceLost = defineRule({
  id: 'json-presence-lost',
  encoding: 'json',
  on: 'field',
  summary: "A field or wrapper loses its presence: an explicit zero can't be told from unset any more.",
  classes: ['presence'],
  hint: 'Keep the field optional, in its oneof, or in its wrapper.',
  check({ writer, reader }) {
    if (writer.repeated || reader.presence !== 'implicit' || writer.presence !== 'explicit') return null;
    const { kind } = fitOf(writer, reader);
    if (reader.repeated) return kind === 'ok' ? complaint() : null;
    if ((kind !== 'ok' && kind !== 'partly') || !readTheSameInJson(writer, reader)) return null;
    const zero = zeroFor(writer, reader);
    if (zero === null) return null;
    return complaint(zero === 'zero' ? undefined : BigInt(zero));
  },
});

/** A Struct or ListValue that is read as a map or list loses its presence too. */
function complaint(value?: bigint): FieldComplaint {
  return {
    class: 'presence',
    effect: "an explicit zero or empty value can't be told from an unset field any more",
    probe: { kind: 'zero', ...(value !== undefined && { value }) },
  };
}

/** What a writer sends that the reader takes for its zero; null when there is nothing. */
function zeroFor(writer: FieldShape, reader: FieldShape): 'zero' | number | null {
  const [sent, read] = [formOf(writer), formOf(reader)];
  if (read.kind === 'string')
    return sent.kind === 'string' || sent.kind === 'bytes' || sent.kind === 'field-mask' ? 'zero' : null;
  if (sent.kind !== 'enum' || read.kind !== 'enum') return 'zero';
  const zero = read.names.first;
  const becomesZero = (number: number): boolean => {
    const name = printedName(sent.names, number);
    return name !== null && numberNamed(read.names, name) === zero;
  };
  if (!sent.names.closed && printedName(sent.names, zero) === null) return zero;
  return [...sent.names.numbers].find(becomesZero) ?? null;
}

import { defineRule, type Probe } from '../../define-rule.js';
import { describeType } from '../../describe.js';
import { arrives, isPackable } from '../../wire/landing.js';
import { sendsOnlyUnset } from '../../wire/numbers.js';

/** A list is read as one value. **Source** compatibility, binary: "repeated→singular", "map→singular entry". */
export const repeatedToSingular = defineRule({
  id: 'repeated-to-singular',
  encoding: 'binary',
  on: 'field',
  summary:
    'A list is read as a single value: a packed one is not read at all, of the others the last wins or all merge.',
  classes: ['break', 'lossy'],
  hint: 'Keep the list, or add a new singular field with a new number.',
  check({ writer, reader }) {
    if (!writer.repeated || reader.repeated) return null;
    if (writer.packed && isPackable(reader)) {
      const effect = `a packed list is not read as ${describeType(reader)}, so it goes to the unknown fields`;
      // A list of the one value that unset reads as shows nothing; two of it do.
      const probe: Probe = { kind: sendsOnlyUnset(writer, reader) ? 'several' : 'value' };
      return { class: 'break', effect, probe };
    }
    if (!arrives(writer, reader)) return null;
    const fate = reader.message ? 'all elements merge into one' : 'only the last element arrives';
    return { class: 'lossy', effect: `of a list, ${fate}`, probe: { kind: 'several' } };
  },
});

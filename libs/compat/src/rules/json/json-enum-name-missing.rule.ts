import { defineRule } from '../../define-rule.js';
import { listOf } from '../../describe.js';
import { printedName } from '../../json/enum-names.js';
import { fitOf } from '../../json/fit.js';
import { missingNames, printsZero } from '../../json/sent-values.js';

/** The reader's enum lacks names that the writer prints. **Source** compatibility, JSON: "enums travel as names". */
export const jsonEnumNameMissing = defineRule({
  id: 'json-enum-name-missing',
  encoding: 'json',
  on: 'field',
  summary:
    'An enum is written by name, and the reader does not know a name: it was removed, renamed, or is an alias put first.',
  classes: ['break'],
  hint: 'Keep the name; to rename a value, add the new name as an alias after the old one (allow_alias).',
  check({ writer, reader }) {
    const fit = fitOf(writer, reader);
    if (fit.kind !== 'partly' || fit.why !== 'enum-names' || !writer.enumShape || !reader.enumShape)
      return null;
    const [from, to] = [writer.enumShape, reader.enumShape];
    const missing = missingNames(from, to, printsZero(writer));
    const names = missing.map((number) => printedName(from, number) ?? String(number));
    const [first = 0] = missing;
    return {
      class: 'break',
      effect: `the reader does not know ${listOf(names)}, which the writer writes by name, and refuses the whole document`,
      probe: { kind: 'number', number: first },
    };
  },
});

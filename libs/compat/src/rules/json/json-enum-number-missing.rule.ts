import { defineRule } from '../../define-rule.js';
import { fitOf } from '../../json/fit.js';
import { formOf } from '../../json/form.js';
import { refusedNumber } from '../../json/sent-values.js';

/** Numbers come that the reader's enum does not take. **Source** compatibility, JSON: "int32→closed enum and uint32→enum". */
export const jsonEnumNumberMissing = defineRule({
  id: 'json-enum-number-missing',
  encoding: 'json',
  on: 'field',
  summary:
    'A number without a name is written as a number, which a closed enum, or one of a smaller range, refuses.',
  classes: ['break'],
  hint: 'Keep the enum open, or keep the integer type.',
  check({ writer, reader }) {
    const fit = fitOf(writer, reader);
    if (fit.kind !== 'partly' || fit.why !== 'enum-numbers') return null;
    const number = refusedNumber(formOf(writer), formOf(reader));
    const why = reader.enumShape?.closed ? 'the enum does not declare' : 'no enum can have';
    return {
      class: 'break',
      effect: `a number that ${why}, such as ${number}, is refused, and with it the whole document`,
      ...(number !== null &&
        writer.message === null && { probe: { kind: 'number', number: Number(number) } }),
    };
  },
});

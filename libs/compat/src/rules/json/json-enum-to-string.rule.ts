import { defineRule } from '../../define-rule.js';
import { fitOf } from '../../json/fit.js';

/** Open enums write unknown numbers as numbers. **Source** compatibility, JSON: "open enum→string". */
export const jsonEnumToString = defineRule({
  id: 'json-enum-to-string',
  encoding: 'json',
  on: 'field',
  summary:
    'An open enum is read as a string; numbers that it does not declare are written as numbers and refused.',
  classes: ['break'],
  hint: 'Make the enum closed, or add a new string field.',
  check({ writer, reader }) {
    const fit = fitOf(writer, reader);
    if (fit.kind !== 'partly' || fit.why !== 'enum-text') return null;
    return {
      class: 'break',
      effect: 'a number that the enum does not declare is written as a number, which is no string',
    };
  },
});

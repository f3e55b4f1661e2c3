import { defineRule } from '../../define-rule.js';
import { fitOf } from '../../json/fit.js';

/** Arrays, objects and single values are not taken for each other. **Source** compatibility, JSON: "singular↔repeated". */
export const jsonRepeatedChanged = defineRule({
  id: 'json-repeated-changed',
  encoding: 'json',
  on: 'field',
  summary: 'A field changed between one value, a list and a map, which differ in JSON.',
  classes: ['break'],
  hint: 'Keep the field as it is and add a new one, with a new name, for the new form.',
  check({ writer, reader }) {
    const fit = fitOf(writer, reader);
    if (fit.kind !== 'not' || fit.why !== 'container') return null;
    return {
      class: 'break',
      effect: 'one is an array and the other is not, so the whole document is refused',
    };
  },
});

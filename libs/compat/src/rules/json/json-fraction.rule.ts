import { defineRule } from '../../define-rule.js';
import { fitOf } from '../../json/fit.js';

/** Fractions are no integers. **Source** compatibility, JSON: "float/double→integer". */
export const jsonFraction = defineRule({
  id: 'json-fraction',
  encoding: 'json',
  on: 'field',
  summary:
    'A floating-point number is read as an integer or enum; fractions, NaN and infinities are refused.',
  classes: ['break'],
  hint: 'Keep the floating-point type, or add a new field for the integer.',
  check({ writer, reader }) {
    const fit = fitOf(writer, reader);
    if (fit.kind !== 'partly' || fit.why !== 'fraction') return null;
    return { class: 'break', effect: 'a fraction is refused, and with it the whole document' };
  },
});

import { defineRule } from '../../define-rule.js';
import { fitOf } from '../../json/fit.js';

/** Large integers are rounded. **Source** compatibility, JSON: "int64/uint64→float or double", "32-bit→float". */
export const jsonIntegerInexact = defineRule({
  id: 'json-integer-inexact',
  encoding: 'json',
  on: 'field',
  summary: 'An integer is read as a floating-point number that can not hold all of its values.',
  classes: ['lossy'],
  hint: 'Keep the integer type, or add a new field for the floating-point one.',
  check({ writer, reader }) {
    const fit = fitOf(writer, reader);
    if (fit.kind !== 'partly' || fit.why !== 'integer-exact') return null;
    return { class: 'lossy', effect: 'a large value is rounded to a floating-point number' };
  },
});

import { defineRule } from '../../define-rule.js';
import { fitOf } from '../../json/fit.js';

/** Values do not fit a float. **Source** compatibility, JSON: "double→float". */
export const jsonFloatRange = defineRule({
  id: 'json-float-range',
  encoding: 'json',
  on: 'field',
  summary: 'A double is read as a float; values past the range of a float are refused, others are rounded.',
  classes: ['break'],
  hint: 'Keep double, or add a new field for the float.',
  check({ writer, reader }) {
    const fit = fitOf(writer, reader);
    if (fit.kind !== 'partly' || fit.why !== 'float-range') return null;
    return { class: 'break', effect: 'a value past the range of a float is refused, and others are rounded' };
  },
});

import { defineRule } from '../../define-rule.js';
import { fitOf } from '../../json/fit.js';

/** Values do not fit the reader's range. **Source** compatibility, JSON: "a narrower range or other sign". */
export const jsonIntegerNarrowed = defineRule({
  id: 'json-integer-narrowed',
  encoding: 'json',
  on: 'field',
  summary: 'An integer is read as one of a smaller range or of another sign; a value past it is refused.',
  classes: ['break'],
  hint: 'Keep the type, or add a new field for the narrower one.',
  check({ writer, reader }) {
    const fit = fitOf(writer, reader);
    if (fit.kind !== 'partly' || fit.why !== 'integer-range') return null;
    return {
      class: 'break',
      effect: 'a value past the range of the reader is refused, and with it the whole document',
    };
  },
});

import { defineRule } from '../../define-rule.js';
import { fitOf } from '../../json/fit.js';

/** Members of a message are no entries. **Source** compatibility, JSON: "map→message", "message→map". */
export const jsonMapChanged = defineRule({
  id: 'json-map-changed',
  encoding: 'json',
  on: 'field',
  summary: 'A map is read as a message, or a message as a map that does not fit all of its fields.',
  classes: ['break'],
  hint: 'Keep the field as it is and add a new one, with a new name, for the new form.',
  check({ writer, reader }) {
    const fit = fitOf(writer, reader);
    if (fit.kind !== 'not' || fit.why !== 'map') return null;
    return {
      class: 'break',
      effect: 'the members of the object are not what the reader looks for, so they are refused or lost',
    };
  },
});

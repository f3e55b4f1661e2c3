import { defineRule } from '../../define-rule.js';
import { fitOf } from '../../json/fit.js';

/** Another form of JSON. **Source** compatibility, JSON: "32-bit number→string, bool↔anything", "enum→integer". */
export const jsonTypeChanged = defineRule({
  id: 'json-type-changed',
  encoding: 'json',
  on: 'field',
  summary: 'A field changed to a type whose JSON has another form, such as a number to a string.',
  classes: ['break'],
  hint: 'Keep the type and add a new field, with a new name, for the new one.',
  check({ writer, reader }) {
    const fit = fitOf(writer, reader);
    if (fit.kind !== 'not' || fit.why !== 'type') return null;
    return {
      class: 'break',
      effect: 'its JSON has another form than the reader takes, so the whole document is refused or misread',
    };
  },
});

import { defineRule } from '../../define-rule.js';
import { fitOf } from '../../json/fit.js';

/** Well-known types have forms of their own. **Source** compatibility, JSON: "a well-known type↔a message of the same shape". */
export const jsonWellKnownType = defineRule({
  id: 'json-well-known-type',
  encoding: 'json',
  on: 'field',
  summary:
    'A well-known type, such as Timestamp or Struct, is read as something else, or something else as it.',
  classes: ['break'],
  hint: 'Keep the type and add a new field, with a new name, for the new one.',
  check({ writer, reader }) {
    const fit = fitOf(writer, reader);
    if (fit.kind !== 'not' || fit.why !== 'well-known') return null;
    return {
      class: 'break',
      effect: 'a well-known type has a form of its own in JSON, so the value is refused or misread',
    };
  },
});

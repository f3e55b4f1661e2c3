import { defineRule } from '../../define-rule.js';
import { containerOf } from '../../json/form.js';
import { fitOf } from '../../json/fit.js';
import { readTheSameInJson } from '../../json/unset.js';
import { describeUnset } from '../../wire/unset.js';

/** What "unset" reads as differs. **Source** compatibility, JSON: "defaults and first enum values count as in binary". */
export const jsonDefaultChanged = defineRule({
  id: 'json-default-changed',
  encoding: 'json',
  on: 'field',
  summary:
    'A field that a document lacks reads as another value than the writer means: a default or the first value of an enum changed.',
  classes: ['lossy'],
  hint: 'Keep the default; to change it, add a new field with a new name.',
  check({ writer, reader }) {
    if (containerOf(writer) !== 'one' || containerOf(reader) !== 'one') return null;
    if (writer.presence === 'required' || reader.presence === 'required') return null;
    if (writer.presence === 'always' || reader.presence === 'always') return null;
    const { kind } = fitOf(writer, reader);
    if ((kind !== 'ok' && kind !== 'partly') || readTheSameInJson(writer, reader)) return null;
    const effect = `unset means ${describeUnset(writer)} to the writer and is read as ${describeUnset(reader)}`;
    return { class: 'lossy', effect, probe: { kind: 'unset' } };
  },
});

import { defineRule } from '../../define-rule.js';

/** A list of messages is read as a map. **Source** compatibility, binary: "repeated entry→map". */
export const repeatedToMap = defineRule({
  id: 'repeated-to-map',
  encoding: 'binary',
  on: 'field',
  summary:
    'A list of messages is read as a map: elements of one key collapse to the last, and their order is lost.',
  classes: ['lossy'],
  hint: 'Keep the list, or add a new map field with a new number.',
  check({ writer, reader }) {
    if (!writer.repeated || writer.map || !reader.map || writer.type !== 'message') return null;
    const effect = 'elements of one key collapse to the last, order and other fields vanish';
    return { class: 'lossy', effect, probe: { kind: 'several' } };
  },
});

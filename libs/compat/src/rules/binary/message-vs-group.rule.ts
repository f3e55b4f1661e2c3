import { defineRule } from '../../define-rule.js';

/** A length-prefixed message and a group (a delimited message) do not read each other. **Source** compatibility, binary. */
export const messageVsGroup = defineRule({
  id: 'message-vs-group',
  encoding: 'binary',
  on: 'field',
  summary: 'A message field changed between length-prefixed and delimited (group) encoding.',
  classes: ['break'],
  hint: 'Keep features.message_encoding as it was, or add a new field, with a new number, for the other encoding.',
  check({ writer, reader }) {
    if (writer.message === null || reader.message === null || writer.wire === reader.wire) return null;
    const [written, read] =
      writer.wire === 'group' ? ['delimited', 'length-prefixed'] : ['length-prefixed', 'delimited'];
    return {
      class: 'break',
      effect: `it is written ${written} and read ${read}, so it goes to the unknown fields`,
    };
  },
});

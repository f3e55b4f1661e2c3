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
    const effect = 'one is length-prefixed and the other delimited, so values go to the unknown fields';
    return { class: 'break', effect };
  },
});

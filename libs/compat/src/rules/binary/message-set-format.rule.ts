import { defineRule } from '../../define-rule.js';

/** The reader does not know the old MessageSet format. **Source** compatibility, binary: "writer has message_set_wire_format". */
export const messageSetFormat = defineRule({
  id: 'message-set-format',
  encoding: 'binary',
  on: 'message',
  summary:
    'A message that is written in the MessageSet format is read as an ordinary one; its extensions are not found.',
  classes: ['break'],
  hint: 'Keep message_set_wire_format = true, or make a new message.',
  check({ writer, reader }) {
    if (!writer.messageSet || reader.messageSet) return [];
    return [
      {
        class: 'break',
        writer: null,
        reader: null,
        effect:
          'it is written in the MessageSet format and read as an ordinary message, so its extensions are lost',
        probe: { kind: 'message-set' },
      },
    ];
  },
});

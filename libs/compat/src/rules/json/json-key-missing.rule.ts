import { defineRule, type MessageComplaint } from '../../define-rule.js';
import { KeyMeeting, keyOf } from '../../json/keys.js';
import type { FieldShape } from '../../shape/field-shape.js';

/** A field was renamed, so its key is not known. **Source** compatibility, JSON: "keys". */
export const jsonKeyMissing = defineRule({
  id: 'json-key-missing',
  encoding: 'json',
  on: 'message',
  summary:
    'A field is written under a key that the reader does not take for it: it, its group or its extension was renamed or moved.',
  classes: ['break'],
  hint: 'Keep the name, or keep the key with the option json_name.',
  check(pair) {
    const meeting = new KeyMeeting(pair);
    const complaints: MessageComplaint[] = [];
    for (const writer of pair.writer.fields.values()) {
      const reader = meeting.renamedFrom(writer);
      if (reader !== null) complaints.push(complain(writer, reader));
    }
    return complaints;
  },
});

function complain(writer: FieldShape, reader: FieldShape): MessageComplaint {
  const [sent, read] = [keyOf(writer), keyOf(reader)];
  return {
    class: 'break',
    writer,
    reader,
    effect: `it is written under the key "${sent}" and read under "${read}", so its values do not arrive`,
  };
}

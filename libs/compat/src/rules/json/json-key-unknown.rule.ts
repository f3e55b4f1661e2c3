import { defineRule, type MessageComplaint } from '../../define-rule.js';
import { KeyMeeting, keyOf } from '../../json/keys.js';

/** Only the writer has a field; asked for where readers refuse unknown keys. **Source** compatibility, JSON: "keys". */
export const jsonKeyUnknown = defineRule({
  id: 'json-key-unknown',
  encoding: 'json',
  on: 'message',
  summary:
    'A field is unknown to the reader, which refuses keys that it does not know (the policy does not set jsonIgnoreUnknown).',
  classes: ['break'],
  hint: 'Let readers ignore unknown keys and set jsonIgnoreUnknown in the policy, or give the field to the readers first.',
  check(pair) {
    if (pair.writer.map !== null) return [];
    const meeting = new KeyMeeting(pair);
    const complaints: MessageComplaint[] = [];
    for (const writer of pair.writer.fields.values()) {
      if (meeting.counterpartOf(writer) !== null) continue;
      const effect = `the reader does not know the key "${keyOf(writer)}", so the whole document is refused`;
      complaints.push({ class: 'break', writer, reader: null, effect });
    }
    return complaints;
  },
});

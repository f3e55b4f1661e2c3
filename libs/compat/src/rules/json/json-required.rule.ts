import { defineRule, type MessageComplaint } from '../../define-rule.js';
import { KeyMeeting, keyOf } from '../../json/keys.js';

/** The reader demands a key that a document may lack. **Source** compatibility, JSON: "required". */
export const jsonRequired = defineRule({
  id: 'json-required',
  encoding: 'json',
  on: 'message',
  summary: 'A field is required in the reader and may be missing in the documents that the writer sends.',
  classes: ['break'],
  hint: 'Make the field optional; check in the application that it is set.',
  check(pair) {
    const required = [...pair.reader.fields.values()].filter(({ presence }) => presence === 'required');
    if (required.length === 0) return [];
    const meeting = new KeyMeeting(pair);
    const complaints: MessageComplaint[] = [];
    for (const reader of required) {
      const writer = meeting.senderOf(reader);
      if (writer?.presence === 'required') continue;
      const lack = writer === null ? 'the writer has no such key' : 'the writer may leave it out';
      complaints.push({
        class: 'break',
        writer,
        reader,
        effect: `reading demands the key "${keyOf(reader)}" and ${lack}, so the whole document is refused`,
        probe: { kind: 'unset' },
      });
    }
    return complaints;
  },
});

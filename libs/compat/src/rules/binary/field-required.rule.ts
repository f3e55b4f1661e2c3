import { defineRule, type MessageComplaint } from '../../define-rule.js';
import type { FieldShape } from '../../shape/field-shape.js';

/** The reader demands a field that the writer may leave out. **Source** compatibility, binary: "field required in the reader". */
export const fieldRequired = defineRule({
  id: 'field-required',
  encoding: 'binary',
  on: 'message',
  summary: 'A field is required in the reader and may be missing in what the writer sends.',
  classes: ['break'],
  hint: 'Make the field optional; check in the application that it is set.',
  check({ writer, reader }) {
    const complaints: MessageComplaint[] = [];
    for (const field of reader.fields.values()) {
      if (!demands(field)) continue;
      const sent = writer.field(field.number);
      if (sent?.presence === 'required' || sent?.presence === 'always') continue;
      complaints.push(complain(sent, field));
    }
    return complaints;
  },
});

/** A map's value is there always: when it was not sent it is an empty message, which may lack a required field itself. */
function demands(field: FieldShape): boolean {
  if (field.presence === 'required') return true;
  if (field.presence !== 'always' || field.message === null) return false;
  return [...field.message.fields.values()].some((inner) => inner.presence === 'required');
}

function complain(writer: FieldShape | null, reader: FieldShape): MessageComplaint {
  const lack = writer === null ? 'the writer does not have it' : 'the writer may leave it out';
  return {
    class: 'break',
    writer,
    reader,
    effect: `reading demands it and ${lack}, so the whole message is refused`,
    probe: { kind: 'unset' },
  };
}

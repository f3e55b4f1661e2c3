import type { DescOneof } from '@bufbuild/protobuf';
import { defineRule, type MessageComplaint } from '../../define-rule.js';
import { listOf } from '../../describe.js';
import { KeyMeeting } from '../../json/keys.js';
import type { MessagePair } from '../../pair.js';
import type { FieldShape } from '../../shape/field-shape.js';

/** Two keys of one oneof are refused. **Source** compatibility, JSON: "two members of one reader's oneof". */
export const jsonOneofMerged = defineRule({
  id: 'json-oneof-merged',
  encoding: 'json',
  on: 'message',
  summary:
    'Fields that the writer can set together share one oneof in the reader, which refuses two of its keys.',
  classes: ['break'],
  hint: 'Keep the fields out of the oneof; make a new oneof of new fields with new names.',
  check(pair) {
    if (pair.reader.map !== null) return [];
    const { oneofs } = pair.reader.desc;
    if (oneofs.length === 0) return [];
    const meeting = new KeyMeeting(pair);
    const complaints = oneofs.map((oneof) => complain(pair, oneof, meeting));
    return complaints.filter((complaint) => complaint !== null);
  },
});

function complain(pair: MessagePair, oneof: DescOneof, meeting: KeyMeeting): MessageComplaint | null {
  const members = oneof.fields.flatMap(({ number }) => {
    const reader = pair.reader.field(number);
    return (reader && meeting.senderOf(reader)) ?? [];
  });
  const together = settableTogether(members);
  if (together === null) return null;
  const names = listOf(members.map((field) => `"${field.name}"`));
  return {
    class: 'break',
    writer: pair.writer.desc.oneofs.find(({ name }) => name === oneof.name) ?? null,
    reader: oneof,
    effect: `of ${names}, which the writer can set together, the reader takes one only and refuses the document`,
    probe: { kind: 'together', fields: together },
  };
}

function settableTogether(members: readonly FieldShape[]): readonly [FieldShape, FieldShape] | null {
  const [first] = members;
  const other = members.find(
    (field) => field !== first && (field.oneof === null || field.oneof !== first?.oneof),
  );
  return first === undefined || other === undefined ? null : [first, other];
}

import type { DescOneof } from '@bufbuild/protobuf';
import { defineRule, type MessageComplaint } from '../../define-rule.js';
import { listOf } from '../../describe.js';
import type { MessagePair } from '../../pair.js';
import type { FieldShape } from '../../shape/field-shape.js';
import { landingOf } from '../../wire/landing.js';

/** Fields that can be set together share one oneof in the reader. **Source** compatibility, binary: "fields that the writer can set together". */
export const oneofMerged = defineRule({
  id: 'oneof-merged',
  encoding: 'binary',
  on: 'message',
  summary:
    'Fields that the writer can set together share one oneof in the reader; only the last on the wire arrives.',
  classes: ['lossy'],
  hint: 'Keep the fields out of the oneof; make a new oneof of new fields with new numbers.',
  check(pair) {
    if (pair.reader.map !== null) return [];
    const complaints: MessageComplaint[] = [];
    for (const oneof of pair.reader.desc.oneofs) {
      const complaint = complain(pair, oneof);
      if (complaint) complaints.push(complaint);
    }
    return complaints;
  },
});

function complain(pair: MessagePair, oneof: DescOneof): MessageComplaint | null {
  const members = sentMembers(pair, oneof);
  const together = settableTogether(members);
  if (together === null) return null;
  const names = listOf(members.map((field) => `"${field.name}"`));
  return {
    class: 'lossy',
    writer:
      pair.writer.map === null
        ? (pair.writer.desc.oneofs.find(({ name }) => name === oneof.name) ?? null)
        : null,
    reader: oneof,
    effect: `of ${names}, which the writer can set together, only the last on the wire arrives`,
    probe: { kind: 'together', fields: together },
  };
}

/** The writer's fields whose values set a member of the reader's oneof. */
function sentMembers(pair: MessagePair, oneof: DescOneof): readonly FieldShape[] {
  return oneof.fields.flatMap((member) => {
    const writer = pair.writer.field(member.number);
    const reader = pair.reader.field(member.number);
    // What is misread sets the member too.
    return writer && reader && landingOf(writer, reader) !== 'lost' ? [writer] : [];
  });
}

function settableTogether(members: readonly FieldShape[]): readonly [FieldShape, FieldShape] | null {
  const [first] = members;
  if (first === undefined) return null;
  const other = members.find(
    (field) => field !== first && (field.oneof === null || field.oneof !== first.oneof),
  );
  return other === undefined ? null : [first, other];
}

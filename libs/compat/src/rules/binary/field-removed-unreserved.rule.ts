import type { Changed } from '../../change.js';
import { defineRule, type ChangeComplaint } from '../../define-rule.js';
import { describeField } from '../../describe.js';
import type { MessageShape } from '../../shape/message-shape.js';
import { isReservedNumber } from '../../wire/reserved.js';

/** A field went and its number can be taken again. **Source** compatibility, binary: "removed without reserving its number". */
export const fieldRemovedUnreserved = defineRule({
  id: 'field-removed-unreserved',
  encoding: 'binary',
  on: 'change',
  summary:
    'A field was removed and its number is not reserved, so that the next author may take it for something else.',
  classes: ['hygiene'],
  hint: 'Reserve the number and the name, or keep the field and mark it deprecated.',
  check: ({ messages }) => messages.flatMap(removedFrom),
});

function removedFrom({ before, after }: Changed<MessageShape>): readonly ChangeComplaint[] {
  const complaints: ChangeComplaint[] = [];
  for (const field of before.fields.values()) {
    if (after.field(field.number) !== null || isReservedNumber(after.desc, field.number)) continue;
    complaints.push({
      class: 'hygiene',
      subject: describeField(field),
      effect: `it was removed and its number ${field.number} is not reserved, so it can be taken for something else`,
      hint: `Add \`reserved ${field.number}; reserved "${field.name}";\` to ${after.typeName}, or keep the field and mark it deprecated.`,
      before: field.desc,
      after: null,
      site: null,
      probe: { kind: 'none' },
    });
  }
  return complaints;
}

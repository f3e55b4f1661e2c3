import { defineRule } from '../../define-rule.js';
import { describeField, describeType } from '../../describe.js';

/** A field's number had another meaning earlier in the history. **Source** compatibility, binary: "number used earlier in the history". */
export const fieldNumberReused = defineRule({
  id: 'field-number-reused',
  encoding: 'binary',
  on: 'life',
  summary:
    'A field takes a number that an earlier version, deleted ones too, used for something that does not read as it.',
  classes: ['break'],
  hint: 'Take a number that was never used, and reserve the old one.',
  check({ life, proposed, earlier, worst }) {
    if (life.kind !== 'field') return null;
    const now = proposed.messages.get(life.owner);
    const field = now?.field(life.number);
    if (!now || !field) return null;
    const then = earlier().messages.get(life.owner);
    const former = then?.field(life.number);
    if (!then || !former) return null;
    const damage = worst({ writer: former, reader: field, within: { writer: then, reader: now, via: null } });
    if (damage === null) return null;
    const was = `it was "${life.name}", ${describeType(former)}, in ${versionsOf(life.firstVersion, life.lastVersion)}`;
    return {
      class: 'break',
      subject: `${describeField(field)} takes a number that had another meaning`,
      effect: `${was}; of that data, ${damage.complaint.effect}`,
      before: former.desc,
      after: field.desc,
      site: damage.site,
      ...(damage.complaint.probe && { probe: damage.complaint.probe }),
    };
  },
});

function versionsOf(first: number, last: number): string {
  return first === last ? `version ${first}` : `versions ${first} to ${last}`;
}

import { defineRule, type FieldComplaint } from '../../define-rule.js';
import type { FieldShape } from '../../shape/field-shape.js';
import { isPackable, landingOf } from '../../wire/landing.js';
import { sendsOnlyUnset } from '../../wire/numbers.js';

/** Values are written with a wire type that the reader's field does not take. **Source** compatibility, binary: "another wire type". */
export const fieldWireType = defineRule({
  id: 'field-wire-type',
  encoding: 'binary',
  on: 'field',
  summary:
    'A field is read with another wire type than it is written with; its values go to the unknown fields.',
  classes: ['break', 'presence'],
  hint: 'Keep the field as it is and add a new field, with a new number, for the new type.',
  check({ writer, reader }) {
    if (landingOf(writer, reader) !== 'lost') return null;
    const groupOrMessage = writer.message !== null && reader.message !== null;
    const packedToOne = writer.packed && !reader.repeated && isPackable(reader);
    if (groupOrMessage || packedToOne) return null;
    if (isUnseen(writer, reader)) return lostPresence(writer);
    return {
      class: 'break',
      effect: 'the wire types differ, so values go to the unknown fields and the field reads as unset',
    };
  },
});

/** Whether the loss does not show, because unset reads as the only value there is. */
function isUnseen(writer: FieldShape, reader: FieldShape): boolean {
  if (writer.repeated || reader.repeated || reader.oneof !== null) return false;
  return sendsOnlyUnset(writer, reader);
}

function lostPresence(writer: FieldShape): FieldComplaint | null {
  if (writer.presence !== 'explicit') return null;
  return { class: 'presence', effect: 'the wire types differ, so the only value there is reads as unset' };
}

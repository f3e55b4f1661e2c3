import { defineRule } from '../../define-rule.js';
import { isPackable, landingOf } from '../../wire/landing.js';

/** Values are written with a wire type that the reader's field does not take. **Source** compatibility, binary: "another wire type". */
export const fieldWireType = defineRule({
  id: 'field-wire-type',
  encoding: 'binary',
  on: 'field',
  summary:
    'A field is read with another wire type than it is written with; its values go to the unknown fields.',
  classes: ['break'],
  hint: 'Keep the field as it is and add a new field, with a new number, for the new type.',
  check({ writer, reader }) {
    if (landingOf(writer, reader) !== 'lost') return null;
    const groupOrMessage = writer.message !== null && reader.message !== null;
    const packedToOne = writer.packed && !reader.repeated && isPackable(reader);
    if (groupOrMessage || packedToOne) return null;
    return {
      class: 'break',
      effect: 'the wire types differ, so values go to the unknown fields and the field reads as unset',
    };
  },
});

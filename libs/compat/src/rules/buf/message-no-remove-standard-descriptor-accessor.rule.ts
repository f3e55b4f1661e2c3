import { defineBufRule } from '../../buf/define-buf-rule.js';
import { typePath } from '../../buf/name-element.js';
import { partOf, placeOf } from '../../buf/place.js';

/** A message loses its standard descriptor accessor. **Source** buf, rule MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR. */
export const messageNoRemoveStandardDescriptorAccessor = defineBufRule({
  id: 'MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR',
  categories: ['FILE', 'PACKAGE', 'CSR'],
  languages: ['C++', 'Java'],
  on: 'message',
  summary: 'A message loses its standard descriptor accessor.',
  hint: 'Leave no_standard_descriptor_accessor unset.',
  check: (before, after) => {
    const [from, to] = [before, after].map(
      ({ proto }) => proto.options?.noStandardDescriptorAccessor === true,
    );
    if (from === true || to === false) return [];
    return [
      {
        message: `Message ${after.fullName} lost its standard descriptor accessor.`,
        path: typePath(after),
        before: placeOf(before),
        after: partOf(after, ACCESSOR),
      },
    ];
  },
});

const ACCESSOR = [7, 2];

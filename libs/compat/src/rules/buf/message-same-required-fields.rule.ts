import { defineBufRule } from '../../buf/define-buf-rule.js';
import { FieldDescriptorProto_Label } from '@bufbuild/protobuf/wkt';
import type { FieldNode, MessageNode } from '../../buf/model.js';
import { describeBufField, fieldPath } from '../../buf/name-element.js';
import { placeOf } from '../../buf/place.js';

/** A message has a required field more or less. **Source** buf, rule MESSAGE_SAME_REQUIRED_FIELDS. */
export const messageSameRequiredFields = defineBufRule({
  id: 'MESSAGE_SAME_REQUIRED_FIELDS',
  categories: ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON', 'WIRE'],
  on: 'message',
  summary: 'A message has a required field more or less.',
  hint: 'Never add or remove required fields; use an optional one and check it yourself.',
  check: (before, after) => {
    const [earlier, later] = [requiredOf(before), requiredOf(after)];
    return [
      ...earlier
        .filter(({ proto }) => !later.some((field) => field.proto.number === proto.number))
        .map((field) => ({
          message: `${describeBufField(field)} is not required any more; who still requires it refuses the message.`,
          path: fieldPath(field),
          before: placeOf(before),
          after: placeOf(after),
        })),
      ...later
        .filter(({ proto }) => !earlier.some((field) => field.proto.number === proto.number))
        .map((field) => ({
          message: `${describeBufField(field)} is required now; messages without it are refused.`,
          path: fieldPath(field),
          before: null,
          after: placeOf(field),
        })),
    ];
  },
});

function requiredOf({ fields }: MessageNode): readonly FieldNode[] {
  const required: FieldNode[] = [];
  for (const field of fields.values())
    if (field.proto.label === FieldDescriptorProto_Label.REQUIRED) required.push(field);
  return required;
}

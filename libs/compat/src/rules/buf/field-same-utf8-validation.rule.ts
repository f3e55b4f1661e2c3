import { defineBufRule } from '../../buf/define-buf-rule.js';
import { FeatureSet_Utf8Validation, FieldDescriptorProto_Type as Type } from '@bufbuild/protobuf/wkt';
import { describeBufField, fieldPath } from '../../buf/name-element.js';
import { partOf } from '../../buf/place.js';

/** A string field changed whether it is verified to be UTF-8. **Source** buf, rule FIELD_SAME_UTF8_VALIDATION. */
export const fieldSameUtf8Validation = defineBufRule({
  id: 'FIELD_SAME_UTF8_VALIDATION',
  categories: ['FILE', 'PACKAGE'],
  on: 'field',
  summary: 'A string field changed whether it is verified to be UTF-8.',
  hint: 'Keep features.utf8_validation.',
  check: (before, after) => {
    if (before.proto.type !== Type.STRING || after.proto.type !== Type.STRING) return [];
    const [from, to] = [before.features.utf8, after.features.utf8];
    if (from === to) return [];
    return [
      {
        message: `${describeBufField(after)} changed UTF-8 validation from ${nameOf(from)} to ${nameOf(to)}.`,
        path: fieldPath(after),
        before: partOf(before, UTF8, ITSELF),
        after: partOf(after, UTF8, ITSELF),
      },
    ];
  },
});

const UTF8 = [8, 21, 4];
const ITSELF: readonly number[] = [];

function nameOf(validation: FeatureSet_Utf8Validation): string {
  return FeatureSet_Utf8Validation[validation] ?? String(validation);
}

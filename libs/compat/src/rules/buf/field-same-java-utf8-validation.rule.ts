import { defineBufRule } from '../../buf/define-buf-rule.js';
import { FieldDescriptorProto_Type as Type } from '@bufbuild/protobuf/wkt';
import type { FieldNode } from '../../buf/model.js';
import { describeBufField, fieldPath } from '../../buf/name-element.js';
import { inFile, type Place } from '../../buf/place.js';
import { javaVerifiesUtf8 } from '../../buf/string-features.js';

/** Java changed whether it verifies that a string is UTF-8. **Source** buf, rule FIELD_SAME_JAVA_UTF8_VALIDATION. */
export const fieldSameJavaUtf8Validation = defineBufRule({
  id: 'FIELD_SAME_JAVA_UTF8_VALIDATION',
  categories: ['FILE', 'PACKAGE'],
  languages: ['Java'],
  on: 'field',
  summary: 'Java changed whether it verifies that a string is UTF-8.',
  hint: 'Keep java_string_check_utf8, or features.(pb.java).utf8_validation.',
  check: (before, after) => {
    if (before.proto.type !== Type.STRING || after.proto.type !== Type.STRING) return [];
    const verifies = javaVerifiesUtf8(after);
    if (javaVerifiesUtf8(before) === verifies) return [];
    return [
      {
        message: `${describeBufField(after)}: Java ${verifies ? 'verifies now' : 'does not verify any more'} that it is UTF-8.`,
        path: fieldPath(after),
        before: placeOfOption(before),
        after: placeOfOption(after),
      },
    ];
  },
});

const CHECK_UTF8 = [8, 27];
const UTF8_VALIDATION = [8, 21, 1001, 2];

function placeOfOption({ file, at }: FieldNode): Place {
  return inFile(file, CHECK_UTF8, [...at, ...UTF8_VALIDATION], at);
}

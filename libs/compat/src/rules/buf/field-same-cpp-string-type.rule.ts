import { defineBufRule } from '../../buf/define-buf-rule.js';
import { FieldDescriptorProto_Type as Type } from '@bufbuild/protobuf/wkt';
import type { FieldNode } from '../../buf/model.js';
import { describeBufField, fieldPath } from '../../buf/name-element.js';
import { partOf } from '../../buf/place.js';
import { cppStringOf } from '../../buf/string-features.js';

/** C++ holds a string or bytes field in another type. **Source** buf, rule FIELD_SAME_CPP_STRING_TYPE. */
export const fieldSameCppStringType = defineBufRule({
  id: 'FIELD_SAME_CPP_STRING_TYPE',
  categories: ['FILE', 'PACKAGE'],
  languages: ['C++'],
  on: 'field',
  summary: 'C++ holds a string or bytes field in another type.',
  hint: 'Keep ctype, or features.(pb.cpp).string_type.',
  check: (before, after) => {
    if (!isText(before) || !isText(after)) return [];
    if (before.parent?.isMapEntry === true && after.parent?.isMapEntry === true) return [];
    const [from, to] = [cppStringOf(before), cppStringOf(after)];
    if (from === to || (from === 'STRING_PIECE' && to === 'STRING')) return [];
    return [
      {
        message: `${describeBufField(after)} changed its C++ string type from ${from} to ${to}.`,
        path: fieldPath(after),
        before: partOf(before, CTYPE, STRING_TYPE, ITSELF),
        after: partOf(after, CTYPE, STRING_TYPE, ITSELF),
      },
    ];
  },
});

const CTYPE = [8, 1];
const STRING_TYPE = [8, 21, 1000, 2];
const ITSELF: readonly number[] = [];

function isText({ proto }: FieldNode): boolean {
  return proto.type === Type.STRING || proto.type === Type.BYTES;
}

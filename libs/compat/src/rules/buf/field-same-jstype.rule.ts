import { defineBufRule } from '../../buf/define-buf-rule.js';
import { FieldDescriptorProto_Type as Type, FieldOptions_JSType } from '@bufbuild/protobuf/wkt';
import type { FieldNode } from '../../buf/model.js';
import { describeBufField, fieldPath } from '../../buf/name-element.js';
import { partOf } from '../../buf/place.js';

/** A 64-bit field has another jstype. **Source** buf, rule FIELD_SAME_JSTYPE. */
export const fieldSameJstype = defineBufRule({
  id: 'FIELD_SAME_JSTYPE',
  categories: ['FILE', 'PACKAGE'],
  languages: ['JavaScript'],
  on: 'field',
  summary: 'A 64-bit field has another jstype.',
  hint: 'Keep jstype as it was.',
  check: (before, after) => {
    if (!is64Bit(before) || !is64Bit(after)) return [];
    const [from, to] = [before, after].map(
      ({ proto }) => proto.options?.jstype ?? FieldOptions_JSType.JS_NORMAL,
    );
    if (from === to) return [];
    return [
      {
        message: `${describeBufField(after)} changed jstype from ${nameOf(from)} to ${nameOf(to)}.`,
        path: fieldPath(after),
        before: partOf(before, JS_TYPE, ITSELF),
        after: partOf(after, JS_TYPE, ITSELF),
      },
    ];
  },
});

const JS_TYPE = [8, 6];
const ITSELF: readonly number[] = [];
const WIDE: readonly Type[] = [Type.INT64, Type.SINT64, Type.UINT64, Type.FIXED64, Type.SFIXED64];

function is64Bit({ proto }: FieldNode): boolean {
  return WIDE.includes(proto.type);
}

function nameOf(jstype: FieldOptions_JSType | undefined): string {
  return FieldOptions_JSType[jstype ?? 0] ?? String(jstype);
}

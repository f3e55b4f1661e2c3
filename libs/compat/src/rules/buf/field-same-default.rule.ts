import { defineBufRule } from '../../buf/define-buf-rule.js';
import { FieldDescriptorProto_Label, FieldDescriptorProto_Type as Type } from '@bufbuild/protobuf/wkt';
import { defaultOf, isZeroDefault, sameDefault, type DefaultValue } from '../../buf/default-value.js';
import type { FieldNode } from '../../buf/model.js';
import { describeBufField, fieldPath } from '../../buf/name-element.js';
import { partOf } from '../../buf/place.js';

/** A field has another default value. **Source** buf, rule FIELD_SAME_DEFAULT. */
export const fieldSameDefault = defineBufRule({
  id: 'FIELD_SAME_DEFAULT',
  categories: ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON', 'WIRE'],
  on: 'field',
  summary: 'A field has another default value.',
  hint: 'Keep the default; add a new field for another.',
  check: (before, after, views) => {
    if (!mayHaveDefault(before) || !mayHaveDefault(after)) return [];
    const [from, to] = [defaultOf(before, views.before), defaultOf(after, views.after)];
    if ((isZeroDefault(from) && isZeroDefault(to)) || sameDefault(from, to)) return [];
    return [
      {
        message: `${describeBufField(after)} changed its default from ${describe(from)} to ${describe(to)}.`,
        path: fieldPath(after),
        before: partOf(before, DEFAULT, ITSELF),
        after: partOf(after, DEFAULT, ITSELF),
      },
    ];
  },
});

const DEFAULT = [7];
const ITSELF: readonly number[] = [];

function mayHaveDefault({ proto }: FieldNode): boolean {
  if (proto.label === FieldDescriptorProto_Label.REPEATED) return false;
  return proto.type !== Type.MESSAGE && proto.type !== Type.GROUP;
}

function describe(value: DefaultValue): string {
  return value.kind === 'text' ? JSON.stringify(value.value) : String(value.value);
}

import { defineBufRule } from '../../buf/define-buf-rule.js';
import { FieldDescriptorProto_Type } from '@bufbuild/protobuf/wkt';
import { checkTypeGroups, WIRE_GROUPS } from '../../buf/type-groups.js';

/** A field has a type whose bytes are read differently. **Source** buf, rule FIELD_WIRE_COMPATIBLE_TYPE. */
export const fieldWireCompatibleType = defineBufRule({
  id: 'FIELD_WIRE_COMPATIBLE_TYPE',
  categories: ['WIRE'],
  on: 'field',
  summary: 'A field has a type whose bytes are read differently.',
  hint: 'Keep the type and add a new field, with a new number, for the new one.',
  check: (before, after, views) =>
    checkTypeGroups(
      before,
      after,
      views,
      WIRE_GROUPS,
      (from, to) => from === FieldDescriptorProto_Type.STRING && to === FieldDescriptorProto_Type.BYTES,
    ),
});

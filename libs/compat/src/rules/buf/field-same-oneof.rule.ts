import { defineBufRule } from '../../buf/define-buf-rule.js';
import type { FieldNode } from '../../buf/model.js';
import { describeBufField, fieldPath } from '../../buf/name-element.js';
import { placeOf } from '../../buf/place.js';

/** A field moved into, out of, or between oneofs. **Source** buf, rule FIELD_SAME_ONEOF. */
export const fieldSameOneof = defineBufRule({
  id: 'FIELD_SAME_ONEOF',
  categories: ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON', 'WIRE'],
  on: 'field',
  summary: 'A field moved into, out of, or between oneofs.',
  hint: 'Keep the field where it is and add a new one.',
  check: (before, after) => {
    if (before.extendee !== '') return [];
    const [from, to] = [before, after].map(oneofOf);
    if (from === to) return [];
    return [
      {
        message: `${describeBufField(after)} moved from ${describe(from)} to ${describe(to)}.`,
        path: fieldPath(after),
        before: placeOf(before),
        after: placeOf(after),
      },
    ];
  },
});

// The oneof that proto3 makes for an optional field is none.
function oneofOf({ proto, oneof }: FieldNode): string | null {
  return proto.proto3Optional ? null : oneof;
}

function describe(oneof: string | null | undefined): string {
  return oneof === null || oneof === undefined ? 'no oneof' : `oneof "${oneof}"`;
}

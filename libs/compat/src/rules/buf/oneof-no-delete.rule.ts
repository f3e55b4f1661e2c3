import { defineBufRule } from '../../buf/define-buf-rule.js';
import type { MessageNode } from '../../buf/model.js';
import { placeOf } from '../../buf/place.js';

/** A oneof is gone from its message. **Source** buf, rule ONEOF_NO_DELETE. */
export const oneofNoDelete = defineBufRule({
  id: 'ONEOF_NO_DELETE',
  categories: ['FILE', 'PACKAGE', 'CSR'],
  on: 'message',
  summary: 'A oneof is gone from its message.',
  hint: 'Keep the oneof.',
  check: (before, after) => {
    if (before.proto.oneofDecl.length === 0) return [];
    const left = new Set(after.proto.oneofDecl.map(({ name }) => name));
    return before.proto.oneofDecl
      .filter(({ name }, index) => !left.has(name) && !isSynthetic(before, index))
      .map(({ name }) => ({
        message: `Oneof "${name}" of ${after.fullName} was deleted.`,
        path: `#/${after.fullName}/oneof/${name}`,
        before: placeOf(before),
        after: placeOf(after),
      }));
  },
});

/** Whether proto3 made the oneof, for an optional field. */
function isSynthetic({ proto }: MessageNode, index: number): boolean {
  return proto.field.some(({ oneofIndex, proto3Optional }) => proto3Optional && oneofIndex === index);
}

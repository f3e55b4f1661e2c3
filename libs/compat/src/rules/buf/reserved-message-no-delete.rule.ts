import { defineBufRule } from '../../buf/define-buf-rule.js';
import { messageRanges, shrunkRanges, withdrawnNames } from '../../buf/ranges.js';

/** A reserved number or name of a message is withdrawn. **Source** buf, rule RESERVED_MESSAGE_NO_DELETE. */
export const reservedMessageNoDelete = defineBufRule({
  id: 'RESERVED_MESSAGE_NO_DELETE',
  categories: ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON', 'WIRE'],
  on: 'message',
  summary: 'A reserved number or name of a message is withdrawn.',
  hint: 'Put the reservation back.',
  check: (before, after) => {
    if (before.proto.reservedRange.length === 0 && before.proto.reservedName.length === 0) return [];
    const [earlier, later] = [before, after].map(({ proto }) => messageRanges(proto.reservedRange));
    return [
      ...shrunkRanges('reserved', before, after, earlier ?? [], later ?? []),
      ...withdrawnNames(before, after),
    ];
  },
});

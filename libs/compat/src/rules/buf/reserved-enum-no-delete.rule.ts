import { defineBufRule } from '../../buf/define-buf-rule.js';
import { enumRanges, shrunkRanges, withdrawnNames } from '../../buf/ranges.js';

/** A reserved number or name of an enum is withdrawn. **Source** buf, rule RESERVED_ENUM_NO_DELETE. */
export const reservedEnumNoDelete = defineBufRule({
  id: 'RESERVED_ENUM_NO_DELETE',
  categories: ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON', 'WIRE'],
  on: 'enum',
  summary: 'A reserved number or name of an enum is withdrawn.',
  hint: 'Put the reservation back.',
  check: (before, after) => {
    const [earlier, later] = [before, after].map(({ proto }) => enumRanges(proto.reservedRange));
    return [
      ...shrunkRanges('reserved', before, after, earlier ?? [], later ?? []),
      ...withdrawnNames(before, after),
    ];
  },
});

import { defineBufRule } from '../../buf/define-buf-rule.js';
import { FeatureSet_EnumType } from '@bufbuild/protobuf/wkt';
import { typePath } from '../../buf/name-element.js';
import { partOf } from '../../buf/place.js';

/** An enum changed between open and closed. **Source** buf, rule ENUM_SAME_TYPE. */
export const enumSameType = defineBufRule({
  id: 'ENUM_SAME_TYPE',
  categories: ['FILE', 'PACKAGE'],
  on: 'enum',
  summary: 'An enum changed between open and closed.',
  hint: 'Keep features.enum_type, and with it how unknown numbers are read.',
  check: (before, after) => {
    if (before.features.enumType === after.features.enumType) return [];
    const [from, to] = [before, after].map(({ features }) =>
      features.enumType === FeatureSet_EnumType.CLOSED ? 'closed' : 'open',
    );
    return [
      {
        message: `Enum ${after.fullName} changed from ${from} to ${to}.`,
        path: typePath(after),
        before: partOf(before, ENUM_TYPE, ITSELF),
        after: partOf(after, ENUM_TYPE, ITSELF),
      },
    ];
  },
});

const ENUM_TYPE = [3, 7, 2];
const ITSELF: readonly number[] = [];

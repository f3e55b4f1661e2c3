import { defineBufRule } from '../../buf/define-buf-rule.js';
import { FeatureSet_JsonFormat } from '@bufbuild/protobuf/wkt';
import { typePath } from '../../buf/name-element.js';
import { partOf } from '../../buf/place.js';

/** An enum does not promise to have a JSON form any more. **Source** buf, rule ENUM_SAME_JSON_FORMAT. */
export const enumSameJsonFormat = defineBufRule({
  id: 'ENUM_SAME_JSON_FORMAT',
  categories: ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON'],
  on: 'enum',
  summary: 'An enum does not promise to have a JSON form any more.',
  hint: 'Keep features.json_format = ALLOW.',
  check: (before, after) => {
    const { ALLOW } = FeatureSet_JsonFormat;
    if (before.features.jsonFormat !== ALLOW || after.features.jsonFormat === ALLOW) return [];
    return [
      {
        message: `Enum ${after.fullName} changed its JSON format from ALLOW to LEGACY_BEST_EFFORT.`,
        path: typePath(after),
        before: partOf(before, JSON_FORMAT, ITSELF),
        after: partOf(after, JSON_FORMAT, ITSELF),
      },
    ];
  },
});

const JSON_FORMAT = [3, 7, 6];
const ITSELF: readonly number[] = [];

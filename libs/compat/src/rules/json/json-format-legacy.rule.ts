import { FeatureSet_JsonFormat } from '@bufbuild/protobuf/wkt';
import type { Changed } from '../../change.js';
import { defineRule, type ChangeComplaint } from '../../define-rule.js';
import type { EnumShape } from '../../shape/enum-shape.js';
import { jsonFormatOf } from '../../shape/json-format.js';
import type { MessageShape } from '../../shape/message-shape.js';

/** A message or enum no longer promises a JSON form. **Source** compatibility, JSON: "json_format ALLOW → LEGACY_BEST_EFFORT". */
export const jsonFormatLegacy = defineRule({
  id: 'json-format-legacy',
  encoding: 'json',
  on: 'change',
  summary:
    'The feature json_format changed from ALLOW to LEGACY_BEST_EFFORT: names that collide in JSON are no longer refused.',
  classes: ['hygiene'],
  hint: 'Keep features.json_format = ALLOW.',
  check: ({ messages, enums }) => [...messages, ...enums].flatMap(complain),
});

function complain({ before, after }: Changed<MessageShape> | Changed<EnumShape>): readonly ChangeComplaint[] {
  if (jsonFormatOf(before.desc) !== FeatureSet_JsonFormat.ALLOW) return [];
  if (jsonFormatOf(after.desc) !== FeatureSet_JsonFormat.LEGACY_BEST_EFFORT) return [];
  return [
    {
      class: 'hygiene',
      subject: `${after.desc.kind === 'enum' ? 'Enum' : 'Message'} ${after.typeName}`,
      effect:
        'its json_format changed from ALLOW to LEGACY_BEST_EFFORT, so the compiler no longer keeps its JSON names apart',
      before: before.desc,
      after: after.desc,
      site: null,
      probe: { kind: 'none' },
    },
  ];
}

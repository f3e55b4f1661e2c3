import type { DescEnumValue } from '@bufbuild/protobuf';
import type { Changed } from '../../change.js';
import { defineRule, type ChangeComplaint } from '../../define-rule.js';
import type { EnumShape } from '../../shape/enum-shape.js';
import { isReservedEnumNumber } from '../../wire/reserved.js';

/** An enum value went and its number can be taken again. **Source** compatibility, binary: "removed without reserving its number". */
export const enumValueRemovedUnreserved = defineRule({
  id: 'enum-value-removed-unreserved',
  encoding: 'binary',
  on: 'change',
  summary:
    'An enum value was removed and its number is not reserved, so that the next author may take it for something else.',
  classes: ['hygiene'],
  hint: 'Reserve the number and the name, or keep the value and mark it deprecated.',
  check: ({ enums }) => enums.flatMap(removedFrom),
});

function removedFrom({ before, after }: Changed<EnumShape>): readonly ChangeComplaint[] {
  const gone = before.desc.values.filter(
    (value) => !after.numbers.has(value.number) && !isReservedEnumNumber(after.desc, value.number),
  );
  return gone.map((value) => complain(value, after));
}

function complain(value: DescEnumValue, after: EnumShape): ChangeComplaint {
  return {
    class: 'hygiene',
    subject: `Value ${value.number} "${value.name}" of enum ${after.typeName}`,
    effect: `it was removed and its number ${value.number} is not reserved, so it can be taken for something else`,
    hint: `Add \`reserved ${value.number}; reserved "${value.name}";\` to ${after.typeName}, or keep the value and mark it deprecated.`,
    before: value,
    after: null,
    site: null,
    probe: { kind: 'none' },
  };
}

import type { Changed, SchemaChange } from '../../change.js';
import { defineRule, type ChangeComplaint } from '../../define-rule.js';
import { describeField } from '../../describe.js';
import type { EnumShape } from '../../shape/enum-shape.js';
import type { FieldShape } from '../../shape/field-shape.js';
import type { MessageShape } from '../../shape/message-shape.js';
import {
  describeRange,
  extensionNumbers,
  isIn,
  reservedEnumNumbers,
  reservedNumbers,
  withdrawn,
  type NumberRange,
} from '../../wire/reserved.js';

/** Numbers or names are no longer kept free. **Source** compatibility, binary: "reserved or extension range or reserved name withdrawn". */
export const reservedWithdrawn = defineRule({
  id: 'reserved-withdrawn',
  encoding: 'binary',
  on: 'change',
  summary:
    'A reserved number, reserved name or extension range was withdrawn; a break when a field now uses the number.',
  classes: ['break', 'hygiene'],
  hint: 'Put the reservation back; take a number that was never used.',
  check: ({ messages, enums }: SchemaChange) => [...messages.flatMap(inMessage), ...enums.flatMap(inEnum)],
});

type Member = Changed<MessageShape> | Changed<EnumShape>;

function inMessage(changed: Changed<MessageShape>): readonly ChangeComplaint[] {
  const before = changed.before.desc;
  const after = changed.after.desc;
  const reserved = withdrawn(reservedNumbers(before), reservedNumbers(after));
  // A number that passes from extensions to reserved is still kept free.
  const free = [...extensionNumbers(after), ...reservedNumbers(after)];
  const extensions = withdrawn(extensionNumbers(before), free);
  const taken = takenFields(changed, [...reserved, ...extensions]);
  // What is said of a number that a field took is not said of its range again.
  const told = taken.map(({ number }) => ({ first: number, last: number }));
  return [
    ...taken.map((field) => complain(changed, field)),
    ...withdrawn(reserved, told).map((range) => hygiene(changed, `reserved number ${describeRange(range)}`)),
    ...withdrawn(extensions, told).map((range) =>
      hygiene(changed, `extension range ${describeRange(range)}`),
    ),
    ...names(changed, before.proto.reservedName, after.proto.reservedName),
  ];
}

function inEnum(changed: Changed<EnumShape>): readonly ChangeComplaint[] {
  const before = changed.before.desc;
  const after = changed.after.desc;
  const reserved = withdrawn(reservedEnumNumbers(before), reservedEnumNumbers(after));
  return [
    ...reserved.map((range) => hygiene(changed, `reserved number ${describeRange(range)}`)),
    ...names(changed, before.proto.reservedName, after.proto.reservedName),
  ];
}

/** Fields that now use a number which was kept free: old data may hold anything under it. */
function takenFields(
  { before, after }: Changed<MessageShape>,
  ranges: readonly NumberRange[],
): readonly FieldShape[] {
  return [...after.fields.values()].filter(
    (field) => isIn(ranges, field.number) && before.field(field.number) === null,
  );
}

function complain({ before, after }: Changed<MessageShape>, field: FieldShape): ChangeComplaint {
  return {
    class: 'break',
    subject: describeField(field),
    effect: `number ${field.number} was kept free, so data of another meaning may still be read under it`,
    before: null,
    after: field.desc,
    site: { pair: { writer: before, reader: after, via: null }, writer: null, reader: field },
    probe: { kind: 'stray', field },
  };
}

function hygiene(changed: Member, what: string): ChangeComplaint {
  const kind = changed.after.desc.kind === 'enum' ? 'Enum' : 'Message';
  return {
    class: 'hygiene',
    subject: `${kind} ${changed.after.typeName}`,
    effect: `${what} was withdrawn`,
    before: changed.before.desc,
    after: changed.after.desc,
    site: null,
    probe: { kind: 'none' },
  };
}

function names(
  changed: Member,
  before: readonly string[],
  after: readonly string[],
): readonly ChangeComplaint[] {
  const gone = before.filter((name) => !after.includes(name));
  return gone.map((name) => hygiene(changed, `reserved name "${name}"`));
}

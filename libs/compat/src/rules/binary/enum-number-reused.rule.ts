import { defineRule } from '../../define-rule.js';

/** An enum's number had another name earlier in the history. **Source** compatibility, binary: "number used earlier in the history". */
export const enumNumberReused = defineRule({
  id: 'enum-number-reused',
  encoding: 'binary',
  on: 'life',
  summary: 'An enum value takes a number that an earlier version, deleted ones too, used under another name.',
  classes: ['break', 'hygiene'],
  hint: 'Take a number that was never used, and reserve the old one.',
  check({ life, proposed, earlier, carrier }) {
    if (life.kind !== 'enumValue') return null;
    const now = proposed.enums.get(life.owner)?.desc.values.find((value) => value.number === life.number);
    const former = earlier()
      .enums.get(life.owner)
      ?.desc.values.find((value) => value.name === life.name);
    if (!now || !former) return null;
    const site = carrier();
    return {
      // Where no field carries the enum, no data can hold the number.
      class: site === null ? 'hygiene' : 'break',
      subject: `Value ${life.number} "${now.name}" of enum ${life.owner} takes a number that had another meaning`,
      effect: `it was "${life.name}" until version ${life.lastVersion}, and that data is read as "${now.name}"`,
      before: former,
      after: now,
      site,
      probe: site === null ? { kind: 'none' } : { kind: 'number', number: life.number },
    };
  },
});

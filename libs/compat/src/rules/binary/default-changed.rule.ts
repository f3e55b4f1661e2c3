import { defineRule, type FieldComplaint } from '../../define-rule.js';
import type { FieldShape } from '../../shape/field-shape.js';
import { landingOf } from '../../wire/landing.js';
import { describeUnset, isZero, readTheSame } from '../../wire/unset.js';

/** What "unset" reads as differs. **Source** compatibility, binary: "what unset reads as differs". */
export const defaultChanged = defineRule({
  id: 'default-changed',
  encoding: 'binary',
  on: 'field',
  summary:
    'An unset field reads as another value than the writer means: a default or the first value of an enum changed.',
  classes: ['lossy'],
  hint: 'Keep the default; to change it, add a new field with a new number.',
  check({ writer, reader }) {
    if (writer.repeated || !mayBeUnset(writer) || reader.presence === 'required') return null;
    if (landingOf(writer, reader) === 'lost') return null;
    return reader.repeated ? toList(writer) : toSingular(writer, reader);
  },
});

function mayBeUnset(writer: FieldShape): boolean {
  return writer.presence === 'explicit' || writer.presence === 'implicit';
}

function toList(writer: FieldShape): FieldComplaint | null {
  if (writer.readsAs === null || isZero(writer.readsAs)) return null;
  const effect = `unset means ${describeUnset(writer)} to the writer and is read as an empty list`;
  return { class: 'lossy', effect, probe: { kind: 'unset' } };
}

function toSingular(writer: FieldShape, reader: FieldShape): FieldComplaint | null {
  if (readTheSame(writer, reader)) return null;
  const effect = `unset means ${describeUnset(writer)} to the writer and is read as ${describeUnset(reader)}`;
  return { class: 'lossy', effect, probe: { kind: 'unset' } };
}

import { ScalarType, type DescField } from '@bufbuild/protobuf';
import { elementPath } from '#libs/descriptors';
import { options } from '#libs/gen';
import type { ColumnAnnotation } from './annotations.js';
import type { ValueShape } from './logical-type.js';
import { tableFinding, type TableFinding } from './table-finding.js';

const NARROW: ReadonlySet<ScalarType> = new Set([ScalarType.INT32, ScalarType.SINT32, ScalarType.SFIXED32]);

/**
 * The shape of a column as its annotation asks for it: an enum's number, a narrower integer, an unsigned one as a signed one.
 * Adds to `findings` what does not fit the field. **Source** tables.md §1.2.
 */
export function askedShape(
  field: DescField,
  said: ColumnAnnotation,
  natural: ValueShape,
  findings: TableFinding[],
): ValueShape {
  let shape = natural;
  if (said.enumAs === options.EnumAs.NUMBER) {
    if (natural.form === 'enum') shape = { type: { kind: 'int64' }, form: 'int' };
    else findings.push(notFitting(field, 'enum_as', 'an enum'));
  }
  if (said.uint64As === options.Uint64As.INT64) {
    // The form stays: cells may be too large, and are refused one by one.
    if (natural.form === 'uint64') shape = { type: { kind: 'int64' }, form: 'uint64' };
    else findings.push(notFitting(field, 'uint64_as', 'uint64 or fixed64'));
  }
  if (said.width === options.Width.NARROW) {
    const isNarrow = field.fieldKind === 'scalar' && NARROW.has(field.scalar);
    if (isNarrow) shape = { type: { kind: 'int32' }, form: 'int' };
    else findings.push(notFitting(field, 'width', 'int32, sint32 or sfixed32'));
  }
  return shape;
}

function notFitting(field: DescField, annotation: string, what: string): TableFinding {
  return tableFinding(
    'TABLE_ANNOTATION_UNSUPPORTED',
    elementPath(field),
    `Field ${field.name} can not follow column.${annotation}: it is not one value of ${what} with a column of its own.`,
    `Remove column.${annotation}.`,
  );
}

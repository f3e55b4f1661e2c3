import { defineBufRule } from '../../buf/define-buf-rule.js';
import { checkCardinality, type Cardinality } from '../../buf/cardinality.js';

/** A field changed between optional, required, and repeated or map. **Source** buf, rule FIELD_WIRE_COMPATIBLE_CARDINALITY. */
export const fieldWireCompatibleCardinality = defineBufRule({
  id: 'FIELD_WIRE_COMPATIBLE_CARDINALITY',
  categories: ['WIRE'],
  on: 'field',
  summary: 'A field changed between optional, required, and repeated or map.',
  hint: 'Keep the label and add a new field for the other.',
  check: (before, after, views) => checkCardinality(before, after, views, groupOf),
});

function groupOf(cardinality: Cardinality): string {
  if (cardinality.startsWith('optional')) return 'optional';
  return cardinality === 'map' ? 'repeated' : cardinality;
}

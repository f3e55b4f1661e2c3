import { defineBufRule } from '../../buf/define-buf-rule.js';
import { checkCardinality } from '../../buf/cardinality.js';

/** A field changed between optional, required, repeated and map. **Source** buf, rule FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY. */
export const fieldWireJsonCompatibleCardinality = defineBufRule({
  id: 'FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY',
  categories: ['CSR', 'WIRE_JSON'],
  on: 'field',
  summary: 'A field changed between optional, required, repeated and map.',
  hint: 'Keep the label and add a new field for the other.',
  check: (before, after, views) =>
    checkCardinality(before, after, views, (cardinality) =>
      cardinality.startsWith('optional') ? 'optional' : cardinality,
    ),
});

import { defineBufRule } from '../../buf/define-buf-rule.js';
import { checkCardinality } from '../../buf/cardinality.js';

/** A field changed between optional (with or without presence), required, repeated and map. **Source** buf, rule FIELD_SAME_CARDINALITY. */
export const fieldSameCardinality = defineBufRule({
  id: 'FIELD_SAME_CARDINALITY',
  categories: ['FILE', 'PACKAGE'],
  on: 'field',
  summary: 'A field changed between optional (with or without presence), required, repeated and map.',
  hint: 'Keep the label and add a new field for the other.',
  check: (before, after, views) => checkCardinality(before, after, views, (cardinality) => cardinality),
});

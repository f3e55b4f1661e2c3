// Written by npm run gen.
import { enumAdded } from './confluent/enum-added.rule.js';
import { enumConstAdded } from './confluent/enum-const-added.rule.js';
import { enumConstChanged } from './confluent/enum-const-changed.rule.js';
import { enumConstRemoved } from './confluent/enum-const-removed.rule.js';
import { enumRemoved } from './confluent/enum-removed.rule.js';
import { fieldAdded } from './confluent/field-added.rule.js';
import { fieldKindChanged } from './confluent/field-kind-changed.rule.js';
import { fieldMovedToExistingOneof } from './confluent/field-moved-to-existing-oneof.rule.js';
import { fieldNameChanged } from './confluent/field-name-changed.rule.js';
import { fieldNamedTypeChanged } from './confluent/field-named-type-changed.rule.js';
import { fieldNumericLabelChanged } from './confluent/field-numeric-label-changed.rule.js';
import { fieldRemoved } from './confluent/field-removed.rule.js';
import { fieldScalarKindChanged } from './confluent/field-scalar-kind-changed.rule.js';
import { fieldStringOrBytesLabelChanged } from './confluent/field-string-or-bytes-label-changed.rule.js';
import { messageAdded } from './confluent/message-added.rule.js';
import { messageMoved } from './confluent/message-moved.rule.js';
import { messageRemoved } from './confluent/message-removed.rule.js';
import { multipleFieldsMovedToOneof } from './confluent/multiple-fields-moved-to-oneof.rule.js';
import { oneofAdded } from './confluent/oneof-added.rule.js';
import { oneofFieldAdded } from './confluent/oneof-field-added.rule.js';
import { oneofFieldMovedToTopLevel } from './confluent/oneof-field-moved-to-top-level.rule.js';
import { oneofFieldRemoved } from './confluent/oneof-field-removed.rule.js';
import { oneofRemoved } from './confluent/oneof-removed.rule.js';
import { packageChanged } from './confluent/package-changed.rule.js';
import { requiredFieldAdded } from './confluent/required-field-added.rule.js';
import { requiredFieldRemoved } from './confluent/required-field-removed.rule.js';

export const CONFLUENT_RULES = [
  enumAdded,
  enumConstAdded,
  enumConstChanged,
  enumConstRemoved,
  enumRemoved,
  fieldAdded,
  fieldKindChanged,
  fieldMovedToExistingOneof,
  fieldNameChanged,
  fieldNamedTypeChanged,
  fieldNumericLabelChanged,
  fieldRemoved,
  fieldScalarKindChanged,
  fieldStringOrBytesLabelChanged,
  messageAdded,
  messageMoved,
  messageRemoved,
  multipleFieldsMovedToOneof,
  oneofAdded,
  oneofFieldAdded,
  oneofFieldMovedToTopLevel,
  oneofFieldRemoved,
  oneofRemoved,
  packageChanged,
  requiredFieldAdded,
  requiredFieldRemoved,
];

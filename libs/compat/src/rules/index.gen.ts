// Written by npm run gen.
import { bytesToStringUtf8 } from './binary/bytes-to-string-utf8.rule.js';
import { defaultChanged } from './binary/default-changed.rule.js';
import { enumClosedValueMissing } from './binary/enum-closed-value-missing.rule.js';
import { enumNumberReused } from './binary/enum-number-reused.rule.js';
import { enumValueRemovedUnreserved } from './binary/enum-value-removed-unreserved.rule.js';
import { fieldNarrowed } from './binary/field-narrowed.rule.js';
import { fieldNumberReused } from './binary/field-number-reused.rule.js';
import { fieldPayload } from './binary/field-payload.rule.js';
import { fieldReinterpreted } from './binary/field-reinterpreted.rule.js';
import { fieldRemovedUnreserved } from './binary/field-removed-unreserved.rule.js';
import { fieldRequired } from './binary/field-required.rule.js';
import { fieldSign } from './binary/field-sign.rule.js';
import { fieldToBool } from './binary/field-to-bool.rule.js';
import { fieldWireType } from './binary/field-wire-type.rule.js';
import { fieldZigzag } from './binary/field-zigzag.rule.js';
import { messageSetFormat } from './binary/message-set-format.rule.js';
import { messageVsGroup } from './binary/message-vs-group.rule.js';
import { oneofMerged } from './binary/oneof-merged.rule.js';
import { presenceLost } from './binary/presence-lost.rule.js';
import { repeatedToMap } from './binary/repeated-to-map.rule.js';
import { repeatedToSingular } from './binary/repeated-to-singular.rule.js';
import { reservedWithdrawn } from './binary/reserved-withdrawn.rule.js';
import { stringUtf8Enforced } from './binary/string-utf8-enforced.rule.js';
import { jsonDefaultChanged } from './json/json-default-changed.rule.js';
import { jsonEnumNameMissing } from './json/json-enum-name-missing.rule.js';
import { jsonEnumNumberMissing } from './json/json-enum-number-missing.rule.js';
import { jsonEnumToString } from './json/json-enum-to-string.rule.js';
import { jsonFloatRange } from './json/json-float-range.rule.js';
import { jsonFormatLegacy } from './json/json-format-legacy.rule.js';
import { jsonFraction } from './json/json-fraction.rule.js';
import { jsonIntegerInexact } from './json/json-integer-inexact.rule.js';
import { jsonIntegerNarrowed } from './json/json-integer-narrowed.rule.js';
import { jsonKeyMissing } from './json/json-key-missing.rule.js';
import { jsonKeyUnknown } from './json/json-key-unknown.rule.js';
import { jsonMapChanged } from './json/json-map-changed.rule.js';
import { jsonOneofMerged } from './json/json-oneof-merged.rule.js';
import { jsonPresenceLost } from './json/json-presence-lost.rule.js';
import { jsonRepeatedChanged } from './json/json-repeated-changed.rule.js';
import { jsonRequired } from './json/json-required.rule.js';
import { jsonTypeChanged } from './json/json-type-changed.rule.js';
import { jsonWellKnownType } from './json/json-well-known-type.rule.js';

export const RULES = [
  bytesToStringUtf8,
  defaultChanged,
  enumClosedValueMissing,
  enumNumberReused,
  enumValueRemovedUnreserved,
  fieldNarrowed,
  fieldNumberReused,
  fieldPayload,
  fieldReinterpreted,
  fieldRemovedUnreserved,
  fieldRequired,
  fieldSign,
  fieldToBool,
  fieldWireType,
  fieldZigzag,
  messageSetFormat,
  messageVsGroup,
  oneofMerged,
  presenceLost,
  repeatedToMap,
  repeatedToSingular,
  reservedWithdrawn,
  stringUtf8Enforced,
  jsonDefaultChanged,
  jsonEnumNameMissing,
  jsonEnumNumberMissing,
  jsonEnumToString,
  jsonFloatRange,
  jsonFormatLegacy,
  jsonFraction,
  jsonIntegerInexact,
  jsonIntegerNarrowed,
  jsonKeyMissing,
  jsonKeyUnknown,
  jsonMapChanged,
  jsonOneofMerged,
  jsonPresenceLost,
  jsonRepeatedChanged,
  jsonRequired,
  jsonTypeChanged,
  jsonWellKnownType,
];

import type { ModuleIndex } from './module-index.js';
import { isMessageScope, type FieldSpec, type FileSpec, type Scope } from './model.js';
import { WIDE_INTEGERS } from './pools.js';

/** Puts labels, defaults and options of a scope's fields and extensions right. */
export function settleFields(scope: Scope, file: FileSpec, index: ModuleIndex): void {
  const fields = isMessageScope(scope) ? scope.fields : [];
  for (const field of fields) settleField(field, file, index);
  for (const field of scope.extensions) {
    field.oneof = null;
    if (field.label === 'required' || field.label === 'map') field.label = 'explicit';
    if (field.label === 'implicit' && file.syntax.startsWith('2')) field.label = 'explicit';
    delete field.options['json_name'];
    settleField(field, file, index);
  }
}

function settleField(field: FieldSpec, file: FileSpec, index: ModuleIndex): void {
  const place = field.type.kind === 'named' ? index.find(field.type.id) : null;
  const isMessage = place?.kind === 'message' || field.type.kind === 'wellKnown';
  if (field.group !== null && field.label === 'map') field.label = 'repeated';
  if (field.oneof !== null) field.label = 'explicit';
  settleDefault(field, file, isMessage);
  const scalar = field.type.kind === 'scalar' && field.label !== 'map' ? field.type.name : '';
  keepOnly(field, 'jstype', WIDE_INTEGERS.includes(scalar));
  keepOnly(field, 'ctype', scalar === 'string' || scalar === 'bytes');
  keepOnly(field, 'packed', field.label === 'repeated' && !['', 'string', 'bytes'].includes(scalar));
  keepOnly(field, 'features.message_encoding', isMessage && field.label !== 'map' && field.group === null);
  const isText = scalar === 'string' || (field.label === 'map' && mapHolds(field, ['string']));
  keepOnly(field, 'features.utf8_validation', isText);
  keepOnly(field, 'features.(pb.java).utf8_validation', isText);
  keepOnly(field, 'features.(pb.cpp).string_type', scalar === 'string' || scalar === 'bytes');
  if (field.options['ctype'] !== undefined && file.syntax.startsWith('2'))
    delete field.options['features.(pb.cpp).string_type'];
  if (field.extendee !== null && field.options['ctype'] === 'CORD') delete field.options['ctype'];
}

function mapHolds(field: FieldSpec, types: readonly string[]): boolean {
  return types.includes(field.mapKey) || (field.type.kind === 'scalar' && types.includes(field.type.name));
}

/** Defaults need presence, one value, and a type that has defaults; proto3 has none. */
function settleDefault(field: FieldSpec, file: FileSpec, isMessage: boolean): void {
  const implicit = field.label === 'implicit' && file.syntax !== 'proto2';
  if (file.syntax === 'proto3' || implicit || isMessage) field.default = null;
  if (field.label === 'repeated' || field.label === 'map') field.default = null;
}

function keepOnly(field: FieldSpec, option: string, keeps: boolean): void {
  if (!keeps) delete field.options[option];
}

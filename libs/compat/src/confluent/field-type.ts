import { ScalarType, type DescField, type DescMessage } from '@bufbuild/protobuf';

/** Scalar types that Confluent takes for one another. */
export type ScalarGroup =
  'GENERAL_NUMBER' | 'SIGNED_NUMBER' | 'STRING_OR_BYTES' | 'FIXED32' | 'FIXED64' | 'FLOAT' | 'DOUBLE';

/** A field's type as Confluent compares it. Enums are scalars; a list has the type of its elements. */
export type FieldType =
  | { readonly kind: 'scalar'; readonly group: ScalarGroup }
  | { readonly kind: 'message'; readonly message: DescMessage }
  | { readonly kind: 'map'; readonly key: FieldType; readonly value: FieldType };

const ENUM: FieldType = { kind: 'scalar', group: 'GENERAL_NUMBER' };

/** The type of a field. */
export function typeOf(field: DescField): FieldType {
  switch (field.fieldKind) {
    case 'scalar':
      return scalar(field.scalar);
    case 'enum':
      return ENUM;
    case 'message':
      return { kind: 'message', message: field.message };
    case 'list':
      return elementType(field.listKind, field.scalar, field.message);
    case 'map': {
      const value = elementType(field.mapKind, field.scalar, field.message);
      return { kind: 'map', key: scalar(field.mapKey), value };
    }
  }
}

function elementType(
  kind: 'scalar' | 'enum' | 'message',
  type: ScalarType | undefined,
  message: DescMessage | undefined,
): FieldType {
  if (kind === 'scalar' && type !== undefined) return scalar(type);
  if (kind === 'message' && message !== undefined) return { kind: 'message', message };
  return ENUM;
}

function scalar(type: ScalarType): FieldType {
  return { kind: 'scalar', group: groupOf(type) };
}

function groupOf(type: ScalarType): ScalarGroup {
  switch (type) {
    case ScalarType.INT32:
    case ScalarType.INT64:
    case ScalarType.UINT32:
    case ScalarType.UINT64:
    case ScalarType.BOOL:
      return 'GENERAL_NUMBER';
    case ScalarType.SINT32:
    case ScalarType.SINT64:
      return 'SIGNED_NUMBER';
    case ScalarType.STRING:
    case ScalarType.BYTES:
      return 'STRING_OR_BYTES';
    case ScalarType.FIXED32:
    case ScalarType.SFIXED32:
      return 'FIXED32';
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return 'FIXED64';
    case ScalarType.FLOAT:
      return 'FLOAT';
    case ScalarType.DOUBLE:
      return 'DOUBLE';
  }
}

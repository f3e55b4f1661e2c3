// avsc: the same values in Avro, whose schema is made from the Protobuf type. Its bytes are others, of about the same size.
import { fromBinary, ScalarType } from '@bufbuild/protobuf';

/** The peer; null when it is not installed. */
export async function loadAvsc() {
  let avro;
  try {
    avro = (await import(new URL('./peers/node_modules/avsc/lib/index.js', import.meta.url).href)).default;
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
  return {
    tasks: (desc) => {
      const type = avro.Type.forSchema(recordOf(desc, new Set()), { wrapUnions: false });
      const encoded = new Map();
      const valueOf = (bytes) => plain(desc, fromBinary(desc, bytes));
      const avroOf = (bytes) => {
        let avroBytes = encoded.get(bytes);
        if (avroBytes === undefined) encoded.set(bytes, (avroBytes = type.toBuffer(valueOf(bytes))));
        return avroBytes;
      };
      return {
        'decode avsc': { work: (bytes) => type.fromBuffer(bytes), prepare: avroOf },
        'encode avsc': { work: (value) => type.toBuffer(value), prepare: valueOf },
      };
    },
  };
}

function recordOf(desc, seen) {
  if (seen.has(desc.typeName)) return desc.name;
  seen.add(desc.typeName);
  const fields = desc.fields.map((field) => {
    const type = typeOf(field, seen);
    const optional = field.oneof !== undefined || field.presence === 1;
    return { name: field.localName, type: optional ? ['null', type] : type };
  });
  return { type: 'record', name: desc.name, fields };
}

function typeOf(field, seen) {
  const one = field.message === undefined ? scalarOf(field.scalar) : recordOf(field.message, seen);
  if (field.fieldKind === 'list') return { type: 'array', items: one };
  return field.fieldKind === 'map' ? { type: 'map', values: one } : one;
}

function scalarOf(scalar) {
  switch (scalar) {
    case ScalarType.STRING:
      return 'string';
    case ScalarType.BYTES:
      return 'bytes';
    case ScalarType.BOOL:
      return 'boolean';
    case ScalarType.FLOAT:
      return 'float';
    case ScalarType.DOUBLE:
      return 'double';
    case undefined:
    case ScalarType.INT32:
    case ScalarType.SINT32:
    case ScalarType.SFIXED32:
      return 'int';
    default:
      return 'long';
  }
}

function plain(desc, message) {
  return Object.fromEntries(
    desc.fields.map((field) => {
      const holder = field.oneof === undefined ? undefined : message[field.oneof.localName];
      const value =
        holder === undefined
          ? message[field.localName]
          : holder.case === field.localName
            ? holder.value
            : undefined;
      return [field.localName, value === undefined ? null : plainValue(field, value)];
    }),
  );
}

function plainValue(field, value) {
  const one = (item) => {
    if (field.message !== undefined) return plain(field.message, item);
    return typeof item === 'bigint' ? Number(item) : item instanceof Uint8Array ? Buffer.from(item) : item;
  };
  if (field.fieldKind === 'list') return value.map(one);
  if (field.fieldKind === 'map')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, one(item)]));
  return one(value);
}

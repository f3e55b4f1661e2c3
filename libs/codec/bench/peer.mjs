// protobufjs as one would use it for the same purpose, at its best: a flattener is generated for the shape of its objects.

/** The peer's subjects; null when it is not installed. */
export async function loadPeer(image) {
  let protobuf;
  try {
    protobuf = (await import(new URL('./peers/node_modules/protobufjs/index.js', import.meta.url).href))
      .default;
    await import(new URL('./peers/node_modules/protobufjs/ext/descriptor.js', import.meta.url).href);
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
  const root = protobuf.Root.fromDescriptor(image);
  root.resolveAll();
  return { subjects: (desc, columns) => subjectsOf(root.lookupType(desc.typeName), desc, columns) };
}

const TO_OBJECT = { longs: String, enums: String, bytes: String };

function subjectsOf(type, desc, columns) {
  const flatten = flattenerOf(desc, columns);
  return {
    'protobufjs object': (bytes) => type.decode(bytes),
    'protobufjs row': (bytes) => flatten(type.decode(bytes)),
    'protobufjs JSON bytes': (bytes) =>
      Buffer.from(JSON.stringify(type.toObject(type.decode(bytes), TO_OBJECT))),
  };
}

/** A function from an object of protobufjs to the row: `(m) => [m.eventId, …]`. */
function flattenerOf(desc, columns) {
  const labels = {};
  const cells = columns.map(({ path, form }) => cellOf(desc, path, form, labels));
  const number = `const number=(v)=>typeof v==='number'?v:Number.isSafeInteger(v.toNumber())?v.toNumber():BigInt(v.toString());`;
  const json = `const items=(list)=>JSON.stringify(list.map((i)=>({id:i.id,position:i.position,score:i.score})));`;
  return new Function('L', `${number}${json}return (m)=>[${cells.join(',')}];`)(labels);
}

function cellOf(desc, path, form, labels) {
  let at = desc;
  let object = 'm';
  const guards = [];
  for (const step of path.slice(0, -1)) {
    const field = at.fields.find((one) => one.number === step);
    object = `${object}.${field.jsonName}`;
    guards.push(`${object}==null`);
    at = field.message;
  }
  const field = at.fields.find((one) => one.number === path.at(-1));
  const cell = leafOf(field, object, form, labels);
  return guards.length === 0 ? cell : `(${guards.join('||')}?null:${cell})`;
}

function leafOf(field, object, form, labels) {
  const value = `${object}.${field.jsonName}`;
  if (form === 'case') return `${object}.${field.oneof.name}??null`;
  if (form === 'timestamp')
    return `(${value}==null?null:number(${value}.seconds)*1e6+Math.floor(${value}.nanos/1000))`;
  if (form === 'json')
    return field.fieldKind === 'list' && field.message ? `items(${value})` : `JSON.stringify(${value})`;
  if (field.fieldKind === 'enum') {
    labels[field.enum.name] = Object.fromEntries(field.enum.values.map((one) => [one.number, one.name]));
    return `(L.${field.enum.name}[${value}]??String(${value}))`;
  }
  if ([3, 4, 6, 16, 18].includes(field.scalar)) return `number(${value})`;
  const optional = field.proto.proto3Optional;
  return optional ? `(Object.hasOwn(${object},'${field.jsonName}')?${value}:null)` : value;
}

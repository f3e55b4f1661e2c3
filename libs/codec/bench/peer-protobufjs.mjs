// protobufjs as one would use it for the same purpose, at its best: a flattener is generated for the shape of its objects.

/** The peer; null when it is not installed. */
export async function loadProtobufjs(image) {
  let protobuf;
  try {
    protobuf = (await import(new URL('./peers/node_modules/protobufjs/index.js', import.meta.url).href))
      .default;
    await import(new URL('./peers/node_modules/protobufjs/ext/descriptor.js', import.meta.url).href);
    const protojson = await import(
      new URL('./peers/node_modules/protobufjs/ext/protojson.js', import.meta.url).href
    );
    protojson.default.install(protobuf);
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
  const root = protobuf.Root.fromDescriptor(image);
  root.resolveAll();
  const loadRoot = () => protobuf.Root.fromDescriptor(image).resolveAll();
  return { loadRoot, tasks: (desc, columns) => tasksOf(root.lookupType(desc.typeName), desc, columns) };
}

function tasksOf(type, desc, columns) {
  const flatten = flattenerOf(desc, columns);
  return {
    'decode protobufjs': { work: (bytes) => type.decode(bytes) },
    'row protobufjs': { work: (bytes) => flatten(type.decode(bytes)) },
    'JSON protobufjs': { work: (bytes) => Buffer.from(type.toJsonString(type.decode(bytes))) },
    'encode protobufjs': {
      work: (message) => type.encode(message).finish(),
      prepare: (bytes) => type.decode(bytes),
    },
  };
}

/** A function from an object of protobufjs to the row: `(m) => [m.eventId, …]`. */
function flattenerOf(desc, columns) {
  const labels = {};
  const cells = columns.map(({ path, form }) => cellOf(desc, path, form, labels));
  const number = `const number=(v)=>typeof v==='number'?v:Number.isSafeInteger(v.toNumber())?v.toNumber():BigInt(v.toString());`;
  const instant = `const instant=(v)=>new Date(number(v.seconds)*1e3+v.nanos/1e6).toISOString().replace('.000Z','Z');`;
  return new Function('L', `${number}${instant}return (m)=>[${cells.join(',')}];`)(labels);
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
    return field.fieldKind === 'list'
      ? `JSON.stringify(${value}.map((i)=>${itemOf(field, 'i')}))`
      : `JSON.stringify(${value})`;
  if (field.fieldKind === 'enum') {
    labels[field.enum.name] = Object.fromEntries(field.enum.values.map((one) => [one.number, one.name]));
    return `(L.${field.enum.name}[${value}]??String(${value}))`;
  }
  if (LONGS.includes(field.scalar)) return `number(${value})`;
  const optional = field.proto.proto3Optional;
  return optional ? `(Object.hasOwn(${object},'${field.jsonName}')?${value}:null)` : value;
}

const LONGS = [3, 4, 6, 16, 18];

/** The expression of an item as ProtoJSON has it. */
function itemOf(field, item) {
  if (field.message === undefined) return LONGS.includes(field.scalar) ? `String(${item})` : item;
  if (field.message.name === 'Timestamp') return `instant(${item})`;
  const properties = field.message.fields.map((one) => {
    const value = `${item}.${one.jsonName}`;
    if (one.fieldKind === 'list') return `${one.jsonName}:${value}.length?${value}:undefined`;
    const isThere = one.message === undefined ? `${value}` : `${value}!=null`;
    return `${one.jsonName}:${isThere}?${itemOf(one, value)}:undefined`;
  });
  return `({${properties.join(',')}})`;
}

// What a row must hold, reckoned from the message's ProtoJSON alone: neither the codec nor the sink has a part in it.
import { toJson } from '@bufbuild/protobuf';

/**
 * Expected JSON value of each mapped column: name → value. `columns` are those of a codec's table mapping (name, path of field
 * numbers, form). Numbers are text here, since JSON has them both ways.
 */
export function expectedRow(desc, message, columns, registry) {
  const whole = toJson(desc, message, { registry, alwaysEmitImplicit: true });
  const sparse = toJson(desc, message, { registry });
  return new Map(columns.map((column) => [column.name, expectedCell(desc, { whole, sparse }, column)]));
}

function expectedCell(desc, json, { path, form }) {
  let at = desc;
  let { whole, sparse } = json;
  for (const number of path.slice(0, -1)) {
    const field = at.fields.find((one) => one.number === number);
    if (field?.message === undefined || whole[field.jsonName] === undefined) return null;
    whole = whole[field.jsonName];
    sparse = sparse[field.jsonName] ?? {};
    at = field.message;
  }
  const leaf = at.fields.find((one) => one.number === path.at(-1));
  return leaf === undefined ? null : leafCell(leaf, whole, sparse, form);
}

function leafCell(leaf, whole, sparse, form) {
  if (form === 'case')
    return leaf.oneof?.fields.find((one) => sparse[one.jsonName] !== undefined)?.name ?? null;
  if (form === 'presence') return sparse[leaf.jsonName] === undefined ? null : true;
  if (form === 'json') return sparse[leaf.jsonName] ?? emptyOf(leaf);
  return plain(whole[leaf.jsonName] ?? null);
}

function emptyOf(leaf) {
  if (leaf.fieldKind === 'list') return [];
  return leaf.fieldKind === 'map' ? {} : null;
}

/** Numbers as text, the sign of zero too; everything else as it is. */
export function plain(value) {
  if (Object.is(value, -0)) return '-0';
  return typeof value === 'number' ? String(value) : value;
}

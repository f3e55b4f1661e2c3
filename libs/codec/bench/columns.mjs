// What table-model makes of a type, without its dependencies: flattened, lists and maps as JSON.

/** Columns for all fields of a message type. */
export function columnsOf(desc, prefix = []) {
  return desc.fields.flatMap((field) => {
    const path = [...prefix, field.number];
    const columns = field.oneof?.fields[0] === field ? [{ path, form: 'case' }] : [];
    if (field.fieldKind !== 'message') {
      const json = field.fieldKind === 'list' || field.fieldKind === 'map';
      return [...columns, { path, form: json ? 'json' : field.fieldKind === 'enum' ? 'enum' : 'text' }];
    }
    if (field.message.name === 'Timestamp') return [...columns, { path, form: 'timestamp' }];
    return [...columns, ...columnsOf(field.message, path)];
  });
}

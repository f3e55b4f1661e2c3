// Fields inside of columns that went from implicit to explicit presence: rows of before hold zeros, rows of both say nothing in JSON.

/** The ledger with the zeros of fields that an earlier state of it had, and it has not: for comparing, where both are the same. */
export function withZeros(ledger, earlier) {
  const entries = ledger.entries.map((entry, index) => {
    const [shape, before] = [entry.type.shape, earlier.entries[index]?.type.shape];
    if (shape === undefined || before === undefined) return entry;
    return { ...entry, type: { ...entry.type, shape: zeroed(shape, before) } };
  });
  return { ...ledger, entries };
}

function zeroed(shape, before) {
  if (before === undefined || before.kind !== shape.kind) return shape;
  if (shape.kind === 'list') return { ...shape, element: zeroed(shape.element, before.element) };
  if (shape.kind === 'map') return { ...shape, value: zeroed(shape.value, before.value) };
  if (shape.kind !== 'struct') return shape;
  const fields = shape.fields.map((field) => {
    const earlier = before.fields.find(({ number }) => number === field.number);
    return { absent: earlier?.absent, ...field, shape: zeroed(field.shape, earlier?.shape) };
  });
  return { ...shape, fields };
}

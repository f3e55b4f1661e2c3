/** Answers of calls, one after another; of one that fails, the registry's code or what it says. */
export async function tried(calls, codeOf) {
  const answers = {};
  for (const [name, call] of Object.entries(calls))
    answers[name] = await call().catch((error) => codeOf(error) ?? `failed: ${error.message}`);
  return answers;
}

/** Texts of the schemas that all clients register beside Protobuf, and a value of them. */
export const ORDER = { id: 'o-1', units: 7 };
export const AVRO = JSON.stringify({
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'units', type: 'long' },
  ],
});
export const JSON_SCHEMA = JSON.stringify({
  type: 'object',
  properties: { id: { type: 'string' }, units: { type: 'integer' } },
  required: ['id'],
});

/** Which part of a record a frame is about: each has a header of its own. */
export type RecordPart = 'key' | 'value';

/** Headers of a record, as the Kafka clients hand them over. */
export type RecordHeaders = Readonly<Record<string, unknown>>;

/** Name of the header that names the schema of a part. */
export function schemaHeaderName(part: RecordPart): string {
  return `__${part}_schema_id`;
}

/** The header's bytes; of several the last, which is what Kafka's own clients take. Null when there is none that is bytes. */
export function schemaHeader(headers: RecordHeaders, part: RecordPart): Uint8Array | null {
  const name = schemaHeaderName(part);
  if (!Object.hasOwn(headers, name)) return null;
  const value = headers[name];
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return last instanceof Uint8Array ? last : null;
}

// OTLP's JSON is ProtoJSON but for one thing: ids are hex there, where ProtoJSON has base64.
// Source: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
const HEX_IDS = new Set(['traceId', 'spanId', 'parentSpanId']);

/** The same request as canonical ProtoJSON. */
export function protoJsonOfOtlp(value) {
  if (Array.isArray(value)) return value.map(protoJsonOfOtlp);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      HEX_IDS.has(key) && typeof inner === 'string'
        ? Buffer.from(inner, 'hex').toString('base64')
        : protoJsonOfOtlp(inner),
    ]),
  );
}

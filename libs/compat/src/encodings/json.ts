import type { JsonValue } from '@bufbuild/protobuf';
import { insideInJson } from '../json/inside.js';
import { matchByKey } from '../json/keys.js';
import { pruneUnknown } from '../json/prune-unknown.js';
import { writeJsonText } from '../json/json-text.js';
import { compareInJson } from '../witness/compare-json.js';
import type { EncodingDefinition, End, Received } from './define-encoding.js';

/** ProtoJSON whose readers skip keys that they do not know; names of enums that they do not know are refused. */
export const json: EncodingDefinition = jsonEncoding(['json-key-unknown'], (value, { shape }) =>
  pruneUnknown(value, shape),
);

/** ProtoJSON whose readers refuse keys that they do not know. **Source** https://protobuf.dev/programming-guides/json/ */
export const strictJson: EncodingDefinition = jsonEncoding([], (value) => value);

type Admit = (value: JsonValue, reader: End) => JsonValue;

type Bytes = { readonly ok: true; readonly bytes: Uint8Array } | (Received & { readonly ok: false });

function jsonEncoding(silent: readonly string[], admit: Admit): EncodingDefinition {
  const parse = (reader: End, text: Uint8Array): Bytes => {
    const value = JSON.parse(new TextDecoder().decode(text)) as JsonValue;
    const encoded = reader.codec.fromJson(admit(value, reader));
    if (encoded.ok) return { ok: true, bytes: encoded.value };
    return { ok: false, problem: `${encoded.reason}: ${encoded.message}` };
  };
  return {
    name: 'json',
    silent,
    match: matchByKey,
    inside: insideInJson,
    send({ codec }, message) {
      const printed = codec.toJson(codec.encode(message));
      if (!printed.ok) throw new TypeError(printed.message);
      return new TextEncoder().encode(writeJsonText(printed.value));
    },
    receive(reader, text) {
      const parsed = parse(reader, text);
      if (!parsed.ok) return parsed;
      const decoded = reader.codec.decode(parsed.bytes);
      if (decoded.ok) return { ok: true, message: decoded.value };
      return { ok: false, problem: `${decoded.reason}: ${decoded.message}` };
    },
    print(reader, text) {
      const parsed = parse(reader, text);
      if (!parsed.ok) return parsed;
      const printed = reader.codec.toJson(parsed.bytes);
      if (printed.ok) return { ok: true, json: printed.value };
      return { ok: false, problem: `${printed.reason}: ${printed.message}` };
    },
    compare: compareInJson,
  };
}

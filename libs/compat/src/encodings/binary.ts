import { matchByNumber } from '../pair.js';
import type { EncodingDefinition } from './define-encoding.js';

/** The wire. **Source** https://protobuf.dev/programming-guides/encoding/ */
export const binary: EncodingDefinition = {
  name: 'binary',
  match: matchByNumber,
  send: (writer, message) => writer.encode(message),
  receive(reader, bytes) {
    const decoded = reader.decode(bytes);
    if (decoded.ok) return { ok: true, message: decoded.value };
    return { ok: false, problem: `${decoded.reason}: ${decoded.message}` };
  },
};

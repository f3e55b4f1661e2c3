import { insideOnWire, matchByNumber } from '../pair.js';
import { compareArrival } from '../witness/compare-arrival.js';
import type { EncodingDefinition } from './define-encoding.js';

/** The wire. **Source** https://protobuf.dev/programming-guides/encoding/ */
export const binary: EncodingDefinition = {
  name: 'binary',
  silent: [],
  match: matchByNumber,
  inside: insideOnWire,
  send: ({ codec }, message) => codec.encode(message),
  receive({ codec }, bytes) {
    const decoded = codec.decode(bytes);
    if (decoded.ok) return { ok: true, message: decoded.value };
    return { ok: false, problem: `${decoded.reason}: ${decoded.message}` };
  },
  print({ codec }, bytes) {
    const decoded = codec.toJson(bytes);
    if (decoded.ok) return { ok: true, json: decoded.value };
    return { ok: false, problem: `${decoded.reason}: ${decoded.message}` };
  },
  compare: compareArrival,
};

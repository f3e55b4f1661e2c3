// What generated code calls to write JSON: google.protobuf.Timestamp and Duration. Each function writes at an offset of the output and answers the offset after it.
import { durationText, timestampText } from '../json/time.js';
import { jsonAscii, writeSmall } from './json-number.js';
import { output } from './memory.js';
import { readTime, time } from './read-runtime.js';

const QUOTE = 34;

/** Writes a google.protobuf.Timestamp of the message. **Throws** a Fault for one that ProtoJSON does not have. */
export function jsonTimestamp(start: number, end: number, at: number): number {
  readTime(start, end);
  const { seconds, nanos } = time;
  // Years 1970 to 9999: the others are left to what checks them.
  if (
    typeof seconds !== 'number' ||
    seconds < 0 ||
    seconds > 253_402_300_799 ||
    nanos < 0 ||
    nanos > 999_999_999
  )
    return jsonQuoted(timestampText(seconds, nanos), at);
  const day = Math.floor(seconds / 86_400);
  const second = seconds - day * 86_400;
  output[at] = QUOTE;
  let q = writeDate(day, at + 1);
  output[q++] = 84;
  const minute = (second / 60) | 0;
  const hour = (minute / 60) | 0;
  q = writeSmall(hour, 2, q);
  output[q++] = 58;
  q = writeSmall(minute - hour * 60, 2, q);
  output[q++] = 58;
  q = writeNanos(nanos, writeSmall(second - minute * 60, 2, q));
  output[q] = 90;
  output[q + 1] = QUOTE;
  return q + 2;
}

/** Writes the date of a day since 1970-01-01. Source: http://howardhinnant.github.io/date_algorithms.html#civil_from_days */
function writeDate(day: number, at: number): number {
  const shifted = day + 719_468;
  const era = (shifted / 146_097) | 0;
  const ofEra = shifted - era * 146_097;
  const yearOfEra =
    ((ofEra - ((ofEra / 1460) | 0) + ((ofEra / 36_524) | 0) - ((ofEra / 146_096) | 0)) / 365) | 0;
  const ofYear = ofEra - (365 * yearOfEra + (yearOfEra >> 2) - ((yearOfEra / 100) | 0));
  const shiftedMonth = ((5 * ofYear + 2) / 153) | 0;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  let q = writeSmall(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4, at);
  output[q++] = 45;
  q = writeSmall(month, 2, q);
  output[q++] = 45;
  return writeSmall(ofYear - (((153 * shiftedMonth + 2) / 5) | 0) + 1, 2, q);
}

function writeNanos(nanos: number, at: number): number {
  if (nanos === 0) return at;
  output[at] = 46;
  if (nanos % 1_000_000 === 0) return writeSmall(nanos / 1_000_000, 3, at + 1);
  return nanos % 1000 === 0 ? writeSmall(nanos / 1000, 6, at + 1) : writeSmall(nanos, 9, at + 1);
}

/** Writes a google.protobuf.Duration of the message. **Throws** a Fault for one that ProtoJSON does not have. */
export function jsonDuration(start: number, end: number, at: number): number {
  readTime(start, end);
  return jsonQuoted(durationText(time.seconds, time.nanos), at);
}

function jsonQuoted(text: string, at: number): number {
  output[at] = QUOTE;
  const q = jsonAscii(text, at + 1);
  output[q] = QUOTE;
  return q + 1;
}

// The schemas of the proof: one file each, each its own subject's only version, in the form of an export.
import { open } from 'node:fs/promises';

const LINES_AT_ONCE = 1_000;

/** The subject of the schema at a place, from 0. Its id is one more than the place. */
export function subjectOf(place) {
  return `scale-${String(place).padStart(7, '0')}-value`;
}

/** The message of the schema at a place. */
export function messageOf(place) {
  return `scale.t${place}.Event`;
}

/** Its text: a dozen fields of several kinds, as events have them. */
export function textOf(place) {
  const more = Array.from(
    { length: 4 + (place % 9) },
    (_, at) => `  optional string detail_${at} = ${at + 20};`,
  );
  return `syntax = "proto3";
package scale.t${place};

import "google/protobuf/timestamp.proto";

// What happened in shop ${place}.
message Event {
  string event_id = 1;
  google.protobuf.Timestamp at = 2;
  int64 amount_cents = 3;
  Kind kind = 4;
  repeated Item items = 5;
${more.join('\n')}
}

message Item {
  string sku = 1;
  uint32 count = 2;
}

enum Kind {
  KIND_UNSPECIFIED = 0;
  KIND_ORDER = 1;
  KIND_RETURN = 2;
}
`;
}

/** Writes an export of so many schemas. */
export async function writeExport(path, count) {
  const file = await open(path, 'w');
  const line = (record) => `${JSON.stringify(record)}\n`;
  await file.write(line({ header: { format: 1, source: 'proof' } }));
  for (let start = 0; start < count; start += LINES_AT_ONCE) {
    const lines = [];
    for (let place = start; place < Math.min(start + LINES_AT_ONCE, count); place += 1)
      lines.push(line({ version: versionOf(place) }));
    await file.write(lines.join(''));
  }
  await file.write(line({ end: { versions: count } }));
  await file.close();
}

function versionOf(place) {
  return {
    subject: subjectOf(place),
    version: 1,
    id: place + 1,
    schemaType: 'PROTOBUF',
    files: [{ path: '_schema.proto', content: textOf(place) }],
  };
}

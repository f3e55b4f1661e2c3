import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** How often the fields that grow with a request's size occur. */
export interface EntryCounts {
  readonly schemas: number;
  readonly events: number;
}

const SCHEMAS_FIELD = 4;
const EVENTS_FIELD = 5;

/**
 * Counts the entries of an EventBatch without making them: a request of 1 MiB may hold half a million empty events, two
 * bytes each, and none of them should become an object. **Throws** whatever the reader throws for bytes that are no message.
 */
export function countEntries(body: Uint8Array): EntryCounts {
  const reader = new BinaryReader(body);
  let schemas = 0;
  let events = 0;
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (wireType === WireType.LengthDelimited) {
      if (field === SCHEMAS_FIELD) schemas += 1;
      if (field === EVENTS_FIELD) events += 1;
    }
    reader.skip(wireType, field);
  }
  return { schemas, events };
}

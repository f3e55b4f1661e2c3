import { RegistryError } from '#libs/errors';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Io } from '../io.js';
import { countText } from './count-records.js';
import { readLines } from './read-lines.js';
import { TopicState } from './topic-state.js';
import { splitTopicLine } from './topic-line.js';
import type { Write } from './write-stream.js';

const MAX_LINE_BYTES = 24 * 1024 * 1024;

/**
 * Writes what a topic `_schemas` comes to as records. A line is a key and a value, as kafka-console-consumer prints them with
 * `print.key=true`, whatever is between them; lines without a key are passed over. **Throws** BAD_REQUEST for a file that can not be
 * read and a line that is cut.
 */
export async function readTopicDump(io: Io, path: string, write: Write): Promise<void> {
  const state = new TopicState();
  let passedOver = 0;
  try {
    for await (const { number, text } of readLines(createReadStream(resolve(io.cwd, path)), MAX_LINE_BYTES)) {
      if (text === null) throw bad(path, `line ${number} is longer than ${MAX_LINE_BYTES} bytes`);
      const line = splitTopicLine(text);
      if (line === 'cut') throw bad(path, `line ${number} is cut`);
      if (line === null || !state.take(line.key, line.value)) passedOver += text === '' ? 0 : 1;
    }
  } catch (cause) {
    if (cause instanceof RegistryError) throw cause;
    throw bad(path, cause instanceof Error ? cause.message : String(cause));
  }
  if (passedOver > 0)
    io.stderr(`protokoll: ${countText(passedOver, 'lines')} of '${path}' passed over: no record.\n`);
  for (const record of state.records()) await write(`${JSON.stringify(record)}\n`);
}

function bad(path: string, why: string): RegistryError {
  return new RegistryError('BAD_REQUEST', { problem: `'${path}' can not be read: ${why}.` });
}

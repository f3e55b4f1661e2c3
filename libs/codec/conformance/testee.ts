// The program that the runner of the conformance suite starts: testee.js DESCRIPTOR_SET compiled|interpreted.
// Requests come on stdin and responses go to stdout, each after its length as four bytes, little-endian.
import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Testee } from './answer.js';

const [setPath = '', engine = ''] = process.argv.slice(2);
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(setPath)));
const testee = new Testee(registry, engine === 'compiled' ? 0 : Infinity);
let waiting = Buffer.alloc(0);
process.stdin.on('data', (chunk: Buffer) => {
  waiting = Buffer.concat([waiting, chunk]);
  while (waiting.length >= 4 && waiting.length >= 4 + waiting.readUInt32LE(0)) {
    const end = 4 + waiting.readUInt32LE(0);
    const response = testee.respond(waiting.subarray(4, end));
    waiting = waiting.subarray(end);
    const head = Buffer.alloc(4);
    head.writeUInt32LE(response.length);
    process.stdout.write(Buffer.concat([head, response]));
  }
});

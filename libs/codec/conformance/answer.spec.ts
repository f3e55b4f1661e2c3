import { Buffer } from 'node:buffer';
import { loadSchema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';
import { createCodec } from '../src/index.js';
import { Testee } from './answer.js';

const PROTO = `syntax = "proto3";
package conformance;
import "google/protobuf/timestamp.proto";
enum WireFormat { UNSPECIFIED = 0; PROTOBUF = 1; JSON = 2; JSPB = 3; TEXT_FORMAT = 4; }
enum TestCategory { UNSPECIFIED_TEST = 0; BINARY_TEST = 1; JSON_TEST = 2; JSON_IGNORE_UNKNOWN_PARSING_TEST = 3; }
message ConformanceRequest {
  oneof payload { bytes protobuf_payload = 1; string json_payload = 2; string text_payload = 8; }
  WireFormat requested_output_format = 3; string message_type = 4; TestCategory test_category = 5;
}
message ConformanceResponse {
  oneof result {
    string parse_error = 1; string serialize_error = 6; bytes protobuf_payload = 3; string json_payload = 4; string skipped = 5;
  }
}
message FailureSet {}
message Sample { string name = 1; int32 count = 2; google.protobuf.Timestamp at = 3; }
`;
const { registry } = loadSchema(compileProtos({ 'conformance.proto': PROTO }));
const base64 = (...bytes: number[]): string => Buffer.from(bytes).toString('base64');
const sample = { messageType: 'conformance.Sample' };

describe.each([
  ['compiled', 0],
  ['interpreted', Infinity],
])('%s', (_, compileAfter) => {
  const testee = new Testee(registry, compileAfter);

  it('answers in the format that is asked for', () => {
    const binary = { ...sample, protobufPayload: base64(10, 1, 97, 16, 5) };
    const json = { ...sample, jsonPayload: '{"name":"a","count":5}' };
    for (const request of [binary, json]) {
      expect(testee.answer({ ...request, requestedOutputFormat: 'JSON' })).toEqual({
        jsonPayload: '{"name":"a","count":5}',
      });
      expect(testee.answer({ ...request, requestedOutputFormat: 'PROTOBUF' })).toEqual({
        protobufPayload: base64(10, 1, 97, 16, 5),
      });
    }
  });

  it.each([
    [{ protobufPayload: base64(10, 9, 97) }, 'parseError'],
    [{ jsonPayload: '{' }, 'parseError'],
    [{ jsonPayload: '{"naem":"a"}' }, 'parseError'],
    [{ protobufPayload: base64(26, 7, 8, 255, 255, 255, 255, 255, 127) }, 'serializeError'],
    [{}, 'skipped'],
    [{ jsonPayload: '{"naem":"a"}', testCategory: 'JSON_IGNORE_UNKNOWN_PARSING_TEST' }, 'jsonPayload'],
    [{ jsonPayload: '{"name":"a","name":"b"}' }, 'parseError'],
  ])('answers %j with %s', (request, kind) => {
    const answer = testee.answer({ ...sample, ...request, requestedOutputFormat: 'JSON' });
    expect(Object.keys(answer)).toEqual([kind]);
  });

  it('skips text format', () => {
    const request = { ...sample, protobufPayload: '', requestedOutputFormat: 'TEXT_FORMAT' };
    expect(testee.answer(request)).toEqual({ skipped: 'no TEXT_FORMAT here' });
  });

  it('speaks the protocol of the runner', () => {
    const request = { ...sample, protobufPayload: base64(16, 7), requestedOutputFormat: 'JSON' };
    const encoded = createCodec(registry, registry.getMessage('conformance.ConformanceRequest')!).fromJson(
      request,
    );
    if (!encoded.ok) throw new Error(encoded.message);
    const response = createCodec(registry, registry.getMessage('conformance.ConformanceResponse')!);
    expect(response.toJson(testee.respond(encoded.value))).toMatchObject({
      ok: true,
      value: { jsonPayload: '{"count":7}' },
    });
    expect(() => testee.respond(new Uint8Array([10, 9]))).toThrow('in the middle of a value');
  });

  it('expects what the runner expects', () => {
    expect(testee.answer({ messageType: 'conformance.FailureSet' })).toEqual({ protobufPayload: '' });
  });
});

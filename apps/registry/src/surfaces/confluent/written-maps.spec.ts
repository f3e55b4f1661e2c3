import { loadSchema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';
import { writtenMaps } from './written-maps.js';

/** As Confluent's serializer for Java prints a generated class. */
const PRINTED = `syntax = "proto3";
package shop.v1;

import "google/protobuf/timestamp.proto";

option java_package = "shop.v1"; // message map_entry {

message Mapped {
  repeated .shop.v1.Mapped.LabelsEntry labels = 1 [deprecated = true];
  repeated .shop.v1.Mapped.InEntry in = 2 [json_name = "{;in"];
  repeated .shop.v1.Mapped.Line lines = 3;

  message LabelsEntry {
    option map_entry = true;
  
    string key = 1;
    string value = 2 [json_name = "value"];
  }
  message InEntry {
    option map_entry = true;
  
    int64 key = 1;
    .google.protobuf.Timestamp value = 2;
  }
  message Line {
    repeated .shop.v1.Mapped.Line.DeepEntry deep = 1;
  
    message DeepEntry {
      option map_entry = true;
      bool key = 1;
      .shop.v1.Mapped.Kind value = 2;
    }
  }
  enum Kind {
    NONE = 0;
  }
}
`;
const WRITTEN = `syntax = "proto3";
package shop.v1;

import "google/protobuf/timestamp.proto";

option java_package = "shop.v1"; // message map_entry {

message Mapped {
  map<string, string> labels = 1 [deprecated = true];
  map<int64, .google.protobuf.Timestamp> in = 2 [json_name = "{;in"];
  repeated .shop.v1.Mapped.Line lines = 3;

  message Line {
    map<bool, .shop.v1.Mapped.Kind> deep = 1;
  
  }
  enum Kind {
    NONE = 0;
  }
}
`;

it('entries become maps, and it compiles', () => {
  expect(writtenMaps(PRINTED).replace(/\n\n/g, '\n')).toBe(WRITTEN.replace(/\n\n/g, '\n'));
  expect(() => loadSchema(compileProtos({ 'm.proto': writtenMaps(PRINTED) }))).not.toThrow();
});

it.each([
  [
    'proto2, without a package, named from within',
    'message M { repeated AEntry a = 1; message AEntry { option map_entry = true; optional string key = 1; optional M value = 2; } }',
    'message M { map<string, M> a = 1; message AEntry { option map_entry = true; optional string key = 1; optional M value = 2; } }',
  ],
])('%s', (_case, text, withMap) => {
  const entry = /message AEntry \{[^}]*\}/;
  expect(writtenMaps(text).replace(/\s+/g, ' ')).toBe(withMap.replace(entry, '').replace(/\s+/g, ' '));
});

const ENTRY = 'message AEntry { option map_entry = true; string key = 1; string value = 2; }';

it.each([
  ['no entry', 'message M { string map_entry = 1; }'],
  ['an entry that nothing is of', `message M { ${ENTRY} }`],
  ['an entry that two fields are of', `message M { repeated AEntry a = 1; repeated AEntry b = 2; ${ENTRY} }`],
  ['an entry of another message', `message M { repeated N.AEntry a = 1; } message N { ${ENTRY} }`],
  ['a field that is not repeated', `message M { AEntry a = 1; ${ENTRY} }`],
  [
    'an entry without a value',
    'message M { repeated AEntry a = 1; message AEntry { option map_entry = true; string key = 1; } }',
  ],
  ['false', `message M { repeated AEntry a = 1; ${ENTRY.replace('true', 'false')} }`],
  ['in a string', 'option x = "option map_entry = true;"; message M {}'],
  ['too many braces', `message M { repeated AEntry a = 1; ${ENTRY} } }`],
  ['too few braces', `message M { repeated AEntry a = 1; ${ENTRY}`],
  ['a comment without an end', `message M { repeated AEntry a = 1; ${ENTRY} } /*`],
  ['a string without an end', `message M { repeated AEntry a = 1; ${ENTRY} } "`],
])('is left as it is: %s', (_case, text) => {
  expect(writtenMaps(text)).toBe(text);
});

it.each([
  ['comments', '/*'],
  ['quotes', '\\"'],
  ['blocks', 'message M {'],
  ['other blocks', '{'],
  ['entries', `message M { repeated AEntry a = 1; ${ENTRY} }`],
])('takes time in proportion to many %s', (_case, piece) => {
  const text = `option map_entry = true;${piece.repeat(Math.round(200_000 / piece.length))}`;
  const started = process.cpuUsage();
  writtenMaps(text);
  expect(process.cpuUsage(started).user / 1_000).toBeLessThan(1_000);
});

import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { findMessage, loadSchema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';
import { typeOf, type FieldType } from './field-type.js';
import { labelOf, localName, oneofOf, viewMessage, viewTypes } from './message-view.js';

const IMAGE = compileProtos({
  'two.proto': `syntax = "proto2";
package two;
message M {
  optional int32 a = 1;
  required string b = 2;
  repeated bool c = 3;
  optional group G = 4 { optional int32 x = 1; }
  map<string, M> d = 5;
  oneof o { int32 e = 6; group H = 7 { optional int32 x = 1; } }
  message Part {}
  enum Kind { Z = 0; }
  extensions 100 to 200;
}
extend M { optional group X = 100 { optional int32 x = 1; } }
`,
  'three.proto': `syntax = "proto3";
package three;
message M { int32 a = 1; optional int32 b = 2; repeated int32 c = 3; map<int32, int32> d = 4; oneof o { int32 e = 5; } }
`,
  'edition.proto': `edition = "2023";
package edition;
message M {
  int32 a = 1;
  int32 b = 2 [features.field_presence = LEGACY_REQUIRED];
  repeated int32 c = 3;
  Part d = 4 [features.message_encoding = DELIMITED];
  message Part {}
}
`,
  'types.proto': `syntax = "proto3";
message M {
  repeated Kind a = 1;
  M b = 2;
  repeated M c = 3;
  map<sint32, Kind> d = 4;
  map<string, M> e = 5;
  repeated sfixed64 f = 6;
  map<bool, bytes> g = 7;
  enum Kind { Z = 0; }
}
`,
});
const schema = loadSchema(IMAGE);

function message(name: string): DescMessage {
  const found = findMessage(schema, name);
  if (found === null) throw new Error(`no ${name}`);
  return found;
}

const labels = (name: string) =>
  Object.fromEntries(
    [...viewMessage(message(name)).fields.values()].map((field) => [field.name, labelOf(field)]),
  );

describe('labels', () => {
  it('are all written in proto2, but for maps and in oneofs', () => {
    expect(labels('two.M')).toEqual({ a: 'optional', b: 'required', c: 'repeated', d: null, e: null });
  });

  it('are written in proto3 when they are not implicit', () => {
    expect(labels('three.M')).toEqual({ a: null, b: 'optional', c: 'repeated', d: null, e: null });
  });

  it('are only repeated in editions', () => {
    expect(labels('edition.M')).toEqual({ a: null, b: null, c: 'repeated', d: null });
  });
});

describe('views', () => {
  it('leave groups and entries of maps out', () => {
    const view = viewMessage(message('two.M'));
    expect([...view.nested.messages.keys()]).toEqual(['Part']);
    expect([...view.nested.enums.keys()]).toEqual(['Kind']);
    expect(view.oneofs.get('o')?.fields.map(({ name }) => name)).toEqual(['e']);
    expect([...viewTypes(message('two.M').file).messages.keys()]).toEqual(['M']);
  });

  it("keep the message of an edition's delimited field", () => {
    expect([...viewMessage(message('edition.M')).nested.messages.keys()]).toEqual(['Part']);
  });

  it('leave the oneof of an optional field out', () => {
    const view = viewMessage(message('three.M'));
    expect([...view.oneofs.keys()]).toEqual(['o']);
    expect([...view.fields.values()].map(oneofOf)).toEqual([null, null, null, null, 'o']);
  });
});

describe('local names', () => {
  it.each([
    ['two.M.Part', 'M.Part'],
    ['three.M', 'M'],
    ['M', 'M'],
  ])('%s: %s', (name, expected) => expect(localName(message(name))).toBe(expected));
});

describe('types', () => {
  const brief = (type: FieldType): string => {
    if (type.kind === 'scalar') return type.group;
    return type.kind === 'message' ? type.message.typeName : `${brief(type.key)} to ${brief(type.value)}`;
  };

  it.each([
    ['a', 'GENERAL_NUMBER'],
    ['b', 'M'],
    ['c', 'M'],
    ['d', 'SIGNED_NUMBER to GENERAL_NUMBER'],
    ['e', 'STRING_OR_BYTES to M'],
    ['f', 'FIXED64'],
    ['g', 'GENERAL_NUMBER to STRING_OR_BYTES'],
  ])('%s: %s', (name, expected) => {
    const field = message('M').fields.find((one): one is DescField => one.name === name);
    expect(field && brief(typeOf(field))).toBe(expected);
  });
});

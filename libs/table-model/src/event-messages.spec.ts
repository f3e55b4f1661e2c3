import { loadSchema } from '#libs/descriptors';
import { compileProtos, schemaFrom } from '#libs/testing';
import { eventMessages } from './index.js';

function namesOf(declarations: string, explicit?: readonly string[]): string[] {
  return eventMessages(schemaFrom(declarations), explicit).map(({ typeName }) => typeName);
}

const ANNOTATED = 'option (protokoll.options.v1.message).table = {};';

describe('eventMessages', () => {
  it('are the top-level messages that nobody refers to', () => {
    expect(
      namesOf(
        'message A { B b = 1; message Inner {} } message B {} message C { map<string, D> d = 1; } message D {}',
      ),
    ).toEqual(['t.A', 't.C']);
  });

  it('count a message that refers to itself, also from within', () => {
    expect(namesOf('message Tree { Tree left = 1; message Leaf { Tree up = 1; } Leaf leaf = 2; }')).toEqual([
      't.Tree',
    ]);
  });

  it('are the annotated ones when there are any, nested and referred ones too', () => {
    expect(
      namesOf(`message A { message Inner { ${ANNOTATED} } B b = 1; } message B { ${ANNOTATED} }`),
    ).toEqual(['t.A.Inner', 't.B']);
  });

  it('an owner alone is no table', () => {
    expect(namesOf('message A { option (protokoll.options.v1.message).owner = "me"; } message B {}')).toEqual(
      ['t.A', 't.B'],
    );
  });

  it('are those named, once, in the given order; unknown names are left out', () => {
    const body = `message A { message Inner {} } message B { ${ANNOTATED} }`;
    expect(namesOf(body, ['t.A.Inner', 'nope', '.t.A', 't.A', 't.__proto__'])).toEqual(['t.A.Inner', 't.A']);
    expect(namesOf(body, ['nope'])).toEqual([]);
    expect(namesOf(body, [])).toEqual(['t.B']);
  });

  it('come from the root files only, by path', () => {
    const image = compileProtos({
      'z.proto': 'edition = "2023"; package z; import "lib.proto"; message Z { lib.Used u = 1; }',
      'a.proto': 'edition = "2023"; package a; message A {}',
      'lib.proto': 'edition = "2023"; package lib; message Used {} message Unused {}',
    });
    const schema = loadSchema(image, { rootFiles: ['z.proto', 'a.proto'] });
    expect(eventMessages(schema).map(({ typeName }) => typeName)).toEqual(['a.A', 'z.Z']);
  });

  it('do without an annotation that can not be read', () => {
    const image = compileProtos({
      'bad.proto': `edition = "2023"; package t; import "google/protobuf/descriptor.proto";
        extend google.protobuf.MessageOptions { string other = 51720; }
        message A { option (other) = "\\377"; }
        message B { option (other) = "x"; }`.replace('"\\377"', '"\\n\\006"'),
    });
    const schema = loadSchema(image, { rootFiles: ['bad.proto'] });
    expect(eventMessages(schema).map(({ typeName }) => typeName)).toEqual(['t.A', 't.B']);
  });
});

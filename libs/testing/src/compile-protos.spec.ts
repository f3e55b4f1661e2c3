import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { compileProtos, messageFrom } from './index.js';

describe('compileProtos', () => {
  it('gives imports and source info, the same the second time', () => {
    const files = {
      'a.proto': 'edition = "2023"; package a; import "b.proto"; message A { b.B b = 1; }',
      'b.proto': 'edition = "2023"; package b;\n// Said.\nmessage B {}',
    };
    const image = compileProtos(files);
    const set = fromBinary(FileDescriptorSetSchema, image);
    expect(set.file.map(({ name }) => name).sort()).toEqual(['a.proto', 'b.proto']);
    const comments = set.file.flatMap(({ sourceCodeInfo }) =>
      (sourceCodeInfo?.location ?? []).map(({ leadingComments }) => leadingComments),
    );
    expect(comments).toContain(' Said.\n');
    expect(Buffer.from(compileProtos(files)).equals(image)).toBe(true);
  });

  it('fails with what buf says', () => {
    expect(() => compileProtos({ 'a.proto': 'message {' })).toThrow('a.proto:1');
  });
});

describe('messageFrom', () => {
  it('answers a message of the declarations, or says that there is none', () => {
    expect(messageFrom('message A { google.protobuf.Any any = 1; }', 'A').typeName).toBe('t.A');
    expect(() => messageFrom('message A {}', 'B')).toThrow('no message t.B');
  });
});

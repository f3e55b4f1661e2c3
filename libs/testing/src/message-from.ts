import type { DescMessage } from '@bufbuild/protobuf';
import { loadSchema, type Schema } from '#libs/descriptors';
import { compileProtos } from './compile-protos.js';

const IMPORTS = [
  ...['any', 'duration', 'empty', 'field_mask', 'struct', 'timestamp', 'wrappers'].map(
    (name) => `google/protobuf/${name}.proto`,
  ),
  'protokoll/options/v1/options.proto',
];

/** Compiles one file of package `t` from its declarations; every well-known type and the annotations are imported. */
export function schemaFrom(declarations: string, header = 'edition = "2023";'): Schema {
  const imports = IMPORTS.map((path) => `import "${path}";`);
  const text = [header, 'package t;', ...imports, declarations].join('\n');
  return loadSchema(compileProtos({ 't.proto': text }), { rootFiles: ['t.proto'] });
}

/** Like {@link schemaFrom}, answering one message: its name within the package. */
export function messageFrom(declarations: string, name: string, header?: string): DescMessage {
  const desc = schemaFrom(declarations, header).registry.getMessage(`t.${name}`);
  if (desc === undefined) throw new Error(`no message t.${name} in:\n${declarations}`);
  return desc;
}

// pbf: code compiled from the .proto at run time. It reads 64-bit integers as numbers, whatever that loses.
import { readFileSync } from 'node:fs';

/** The peer; null when it is not installed. */
export async function loadPbf(protoPath) {
  let library, compile, schema;
  try {
    const at = (path) => new URL(`./peers/node_modules/${path}`, import.meta.url).href;
    library = await import(at('pbf/index.js'));
    ({ compile } = await import(at('pbf/compile.js')));
    schema = (await import(at('protocol-buffers-schema/index.js'))).default.parse(ownTypesOnly(protoPath));
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
  const { PbfReader, PbfWriter } = library;
  const code = compile(schema);
  return {
    tasks: (desc) => {
      const read = code[`read${desc.name}`];
      const write = code[`write${desc.name}`];
      return {
        'decode pbf': { work: (bytes) => read(new PbfReader(bytes)) },
        'encode pbf': {
          work: (object) => {
            const pbf = new PbfWriter();
            write(object, pbf);
            return pbf.finish();
          },
          prepare: (bytes) => read(new PbfReader(bytes)),
        },
      };
    },
  };
}

/** The parser follows no imports. */
function ownTypesOnly(protoPath) {
  const timestamp = 'message Timestamp { int64 seconds = 1; int32 nanos = 2; }';
  return `${readFileSync(protoPath, 'utf8')
    .replace(/^import .*$/m, '')
    .replaceAll('google.protobuf.Timestamp', 'Timestamp')}\n${timestamp}`;
}

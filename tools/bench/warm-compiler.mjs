// Fills the compiler's cache on disk: many one-file schemas that import nothing, compiled by few processes, so that what a
// benchmark measures afterwards is the registry and not buf.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { findBuf } from '../../dist/libs/compiler/src/buf-binary.js';
import { digestOf } from '../../dist/libs/compiler/src/digest.js';
import { DiskCache } from '../../dist/libs/compiler/src/disk-cache.js';
import { Compiler } from '../../dist/libs/compiler/src/index.js';
import { makeWorkspace } from '../../dist/libs/compiler/src/workspace.js';

const CHUNK = 500;
const LIMITS = { timeoutMs: 120_000, maxFiles: CHUNK, maxTotalSizeBytes: 2 ** 26 };

/** Puts each text's image where a registry with the data folder looks for it, as if `path` were the schema's only file. */
export async function warmCompiler(dataDir, path, texts) {
  const folder = mkdtempSync(join(tmpdir(), 'protokoll-warm-'));
  const compiler = new Compiler({ cacheDir: folder, ...LIMITS });
  const cache = new DiskCache(join(dataDir, 'compiler-cache'), 2 ** 31);
  const { version } = findBuf();
  try {
    for (let start = 0; start < texts.length; start += CHUNK) {
      const chunk = texts.slice(start, start + CHUNK);
      const result = await compiler.compile(
        chunk.map((content, index) => ({ path: `warm/${index}.proto`, content })),
      );
      if (!result.ok) throw new Error(JSON.stringify(result.diagnostics[0]));
      for (const file of fromBinary(FileDescriptorSetSchema, result.image).file) {
        const index = /^warm\/(\d+)\.proto$/.exec(file.name)?.[1];
        if (index === undefined) continue;
        const key = digestOf(version, makeWorkspace([{ path, content: chunk[Number(index)] }], []));
        const image = create(FileDescriptorSetSchema, { file: [{ ...file, name: path }] });
        await cache.write(key, toBinary(FileDescriptorSetSchema, image));
      }
    }
  } finally {
    await compiler.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

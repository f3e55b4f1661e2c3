import { createHash, type Hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { moduleBody, moduleHead, type ModuleInput } from '#libs/codec';
import { RegistryError } from '#libs/errors';
import { Lru } from '../lru.js';

/** A codec as an ES module; the same text whenever and wherever this release makes it. */
export interface CodecModule {
  /** What all modules begin with, then what is this one's. */
  readonly parts: readonly [head: string, body: string];
  readonly sizeBytes: number;
  /** Subresource integrity: `sha256-` and the digest in base64. **Source** https://www.w3.org/TR/sri/ */
  readonly integrity: string;
}

/** What the build leaves for modules to begin with. */
const RUNTIME = 'libs/codec/standalone-runtime.txt';
/** Bytes that an entry takes beside its body. */
const OVERHEAD_BYTES = 600;

/** The head of all modules, and what is known of it. */
interface Head {
  readonly text: string;
  readonly sizeBytes: number;
  /** Goes on with a copy: half a megabyte need not be hashed for each module. */
  readonly hash: Hash;
}

/** Makes codecs' modules, and keeps the latest. */
export class CodecModules {
  private readonly modules: Lru<string, CodecModule>;
  private readonly head = headOf(findRuntime());

  constructor(maxCacheBytes: number) {
    this.modules = new Lru(maxCacheBytes, ({ parts }) => OVERHEAD_BYTES + parts[1].length);
  }

  /** False when what modules are made of was not built. */
  get isAvailable(): boolean {
    return this.head !== null;
  }

  /** **Throws** CODEC_MODULE_UNAVAILABLE. */
  module(input: Omit<ModuleInput, 'runtime'>): CodecModule {
    const key = `${input.fingerprint}/${input.typeName}`;
    const cached = this.modules.get(key);
    if (cached !== undefined) return cached;
    if (this.head === null) throw new RegistryError('CODEC_MODULE_UNAVAILABLE', { path: RUNTIME });
    const { text, sizeBytes, hash } = this.head;
    const body = moduleBody(input);
    const module: CodecModule = {
      parts: [text, body],
      sizeBytes: sizeBytes + Buffer.byteLength(body),
      integrity: `sha256-${hash.copy().update(body).digest('base64')}`,
    };
    this.modules.set(key, module);
    return module;
  }
}

function headOf(runtime: string | null): Head | null {
  if (runtime === null) return null;
  const text = moduleHead(runtime);
  return { text, sizeBytes: Buffer.byteLength(text), hash: createHash('sha256').update(text) };
}

/** Beside the built code, or, where the sources run as they are, in what was built of them. */
function findRuntime(): string | null {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let parent = dirname(folder); parent !== folder; folder = parent, parent = dirname(folder)) {
    for (const path of [join(folder, RUNTIME), join(folder, 'dist', RUNTIME)])
      if (existsSync(path)) return readFileSync(path, 'utf8');
  }
  return null;
}

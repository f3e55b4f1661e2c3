import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emitModule, type ModuleInput } from '#libs/codec';
import { RegistryError } from '#libs/errors';
import { Lru } from '../lru.js';

/** A codec as an ES module; the same text whenever and wherever this release makes it. */
export interface CodecModule {
  readonly text: string;
  /** Subresource integrity: `sha256-` and the digest in base64. **Source** https://www.w3.org/TR/sri/ */
  readonly integrity: string;
}

/** What the build leaves for modules to begin with. */
const RUNTIME = 'libs/codec/standalone-runtime.txt';
/** Makes codecs' modules, and keeps the latest. */
export class CodecModules {
  private readonly modules: Lru<string, CodecModule>;
  private readonly runtime = findRuntime();

  constructor(maxCacheBytes: number) {
    this.modules = new Lru(maxCacheBytes, (module) => module.text.length);
  }

  /** False when what modules are made of was not built. */
  get isAvailable(): boolean {
    return this.runtime !== null;
  }

  /** **Throws** CODEC_MODULE_UNAVAILABLE. */
  module(input: Omit<ModuleInput, 'runtime'>): CodecModule {
    const key = `${input.fingerprint}/${input.typeName}`;
    const cached = this.modules.get(key);
    if (cached !== undefined) return cached;
    if (this.runtime === null) throw new RegistryError('CODEC_MODULE_UNAVAILABLE', { path: RUNTIME });
    const text = emitModule({ ...input, runtime: this.runtime });
    const integrity = `sha256-${createHash('sha256').update(text).digest('base64')}`;
    const module = { text, integrity };
    this.modules.set(key, module);
    return module;
  }
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

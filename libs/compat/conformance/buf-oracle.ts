import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Answer } from './answers.js';
import type { Sources, SourcePair } from './random-pair.js';

const TIMEOUT_MS = 120_000;
const FOUND_SOMETHING = 100;

/** A place in a text that does not compile. */
export interface CompileError {
  readonly path: string;
  readonly message: string;
}
/** Both sides, built: paths of the images. */
export interface Images {
  readonly before: string;
  readonly after: string;
}
/** The `breaking` part of a buf.yaml, as JSON. */
export type BreakingConfig = Readonly<Record<string, unknown>>;
/** The rules of all categories, and the one that is in none. */
export const ALL_RULES: BreakingConfig = {
  use: ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON', 'WIRE', 'MESSAGE_SAME_MESSAGE_SET_WIRE_FORMAT'],
};

/** The real buf binary; its files are in a folder that `close` removes. */
export class BufOracle {
  readonly #folder = mkdtempSync(join(tmpdir(), 'buf-conformance-'));
  readonly #binary = createRequire(import.meta.url).resolve(
    `@bufbuild/buf-${process.platform}-${process.arch}/bin/buf`,
  );
  #runs = 0;

  /**
   * Builds an image, with source info and imports, for each side; or says what does not compile. `targets`: the files that are not
   * imports, of those that a side has; null for all.
   */
  async build(
    sources: SourcePair,
    targets: ReadonlySet<string> | null = null,
  ): Promise<Images | readonly CompileError[]> {
    const run = String(this.#runs++);
    const [before, after] = await Promise.all([
      this.#buildSide(`${run}-before`, sources.before, targets),
      this.#buildSide(`${run}-after`, sources.after, targets),
    ]);
    if (typeof before === 'string' && typeof after === 'string') return { before, after };
    return [before, after].flatMap((side) => (typeof side === 'object' ? side : []));
  }

  async #buildSide(
    name: string,
    sources: Sources,
    targets: ReadonlySet<string> | null,
  ): Promise<string | readonly CompileError[]> {
    const root = join(this.#folder, name);
    mkdirSync(root, { recursive: true });
    for (const [path, text] of sources) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const image = join(this.#folder, `${name}.binpb`);
    const chosen = targets === null ? [] : [...sources.keys()].filter((path) => targets.has(path));
    const paths = chosen.flatMap((path) => ['--path', path]);
    const args = ['build', '.', '-o', image, '--error-format', 'json', ...paths];
    const { code, stderr } = await this.#run(args, root);
    rmSync(root, { recursive: true });
    if (code === 0) return image;
    const errors = stderr.split('\n').flatMap((line) => readError(line));
    if (errors.length === 0) throw new Error(`buf build ended with ${code}: ${stderr.slice(0, 2000)}`);
    return errors;
  }

  /** `buf breaking` on two images. **Throws** Error when buf fails. */
  async breaking(
    images: Images,
    breaking: BreakingConfig = ALL_RULES,
    flags: readonly string[] = [],
  ): Promise<readonly Answer[]> {
    const config = JSON.stringify({ version: 'v2', breaking });
    const args = ['breaking', images.after, '--against', images.before, '--config', config];
    const { code, stdout, stderr } = await this.#run([...args, '--error-format', 'json', ...flags]);
    if (code !== 0 && code !== FOUND_SOMETHING)
      throw new Error(`buf breaking ended with ${code}: ${stderr.slice(0, 2000)}`);
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => readAnswer(JSON.parse(line) as Record<string, unknown>));
  }

  /** The bytes of the images. */
  read(images: Images): { readonly before: Uint8Array; readonly after: Uint8Array } {
    return { before: readFileSync(images.before), after: readFileSync(images.after) };
  }

  /** Removes images that are no longer of use. */
  forget(images: Images): void {
    rmSync(images.before);
    rmSync(images.after);
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #run(
    args: readonly string[],
    cwd: string = this.#folder,
  ): Promise<{ code: number | null; stdout: string; stderr: string }> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.#binary, args, { cwd, timeout: TIMEOUT_MS, killSignal: 'SIGKILL' });
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
      child.on('error', reject);
      child.on('close', (code) =>
        resolve({
          code,
          stdout: Buffer.concat(stdout).toString(),
          stderr: Buffer.concat(stderr).toString(),
        }),
      );
    });
  }
}

function readError(line: string): CompileError[] {
  if (!line.startsWith('{')) return [];
  const { path, message, type } = JSON.parse(line) as Record<string, unknown>;
  return type === 'COMPILE' || path !== undefined ? [{ path: String(path), message: String(message) }] : [];
}

function readAnswer(answer: Record<string, unknown>): Answer {
  return {
    rule: String(answer['type']),
    path: typeof answer['path'] === 'string' ? answer['path'] : '',
    line: Number(answer['start_line'] ?? 0),
    column: Number(answer['start_column'] ?? 0),
    message: String(answer['message']),
  };
}

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const TIMEOUT_MS = 120_000;
const TICK_MS = 10;

/** What a run of the real binary cost. */
export interface PeerRun {
  readonly wallMs: number;
  /** User and system time of the process; 0 where there is no /proc. */
  readonly cpuMs: number;
  readonly findings: number;
}

/** The real buf binary, the peer of the benchmark; its files are in a folder that `close` removes. */
export class BufPeer {
  readonly folder = mkdtempSync(join(tmpdir(), 'compat-bench-'));
  readonly #binary = createRequire(import.meta.url).resolve(
    `@bufbuild/buf-${process.platform}-${process.arch}/bin/buf`,
  );

  /** Builds an image with source info; its path. */
  build(name: string, sources: ReadonlyMap<string, string>): string {
    const root = join(this.folder, name);
    for (const [path, text] of sources) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const image = join(this.folder, `${name}.binpb`);
    const { status, stderr } = this.#run(['build', root, '--as-file-descriptor-set', '-o', image]);
    if (status !== 0) throw new Error(`buf build failed: ${stderr}`);
    return image;
  }

  /** `buf breaking` on two images with the rules of a category. */
  breaking(before: string, after: string, category: string): PeerRun {
    const config = JSON.stringify({ version: 'v2', breaking: { use: [category] } });
    const cpuBefore = childrenCpuMs();
    const startedMs = performance.now();
    const args = ['breaking', after, '--against', before, '--config', config, '--error-format', 'json'];
    const { status, stdout, stderr } = this.#run(args);
    const wallMs = performance.now() - startedMs;
    if (status !== 0 && status !== 100) throw new Error(`buf breaking failed: ${stderr}`);
    return { wallMs, cpuMs: childrenCpuMs() - cpuBefore, findings: stdout.split('\n').length - 1 };
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #run(args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
    const options = { encoding: 'utf8', timeout: TIMEOUT_MS, maxBuffer: 256 * 1024 * 1024 } as const;
    return spawnSync(this.#binary, args, options);
  }
}

function childrenCpuMs(): number {
  try {
    const fields = readFileSync('/proc/self/stat', 'latin1').split(') ')[1]?.split(' ') ?? [];
    return fields.slice(13, 15).reduce((total, ticks) => total + Number(ticks) * TICK_MS, 0);
  } catch {
    return 0;
  }
}

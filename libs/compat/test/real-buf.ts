import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A finding of the real buf. */
export interface RealFinding {
  readonly rule: string;
  /** Null when it names no file; then there is no line either. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

const FOUND_SOMETHING = 100;

/** The real buf's native binary; null where it is not installed. */
export function findBuf(): string | null {
  try {
    return createRequire(join(process.cwd(), 'package.json')).resolve(
      `@bufbuild/buf-${process.platform}-${process.arch}/bin/buf`,
    );
  } catch {
    return null;
  }
}

/** Runs `buf breaking` on two images. `breaking`: that part of a buf.yaml. **Throws** with what buf says when it fails. */
export function askRealBuf(
  binary: string,
  images: { readonly before: Uint8Array; readonly after: Uint8Array },
  breaking: object,
  flags: readonly string[] = [],
): readonly RealFinding[] {
  const folder = mkdtempSync(join(tmpdir(), 'buf-breaking-'));
  try {
    for (const side of ['before', 'after'] as const)
      writeFileSync(join(folder, `${side}.binpb`), images[side]);
    const config = JSON.stringify({ version: 'v2', breaking });
    const args = ['breaking', 'after.binpb', '--against', 'before.binpb', '--error-format', 'json'];
    const { status, stdout, stderr } = spawnSync(binary, [...args, '--config', config, ...flags], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (status !== 0 && status !== FOUND_SOMETHING) throw new Error(stderr);
    const lines = stdout.split('\n').filter((line) => line !== '');
    return lines.map((line) => readFinding(JSON.parse(line) as Record<string, unknown>));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readFinding(line: Record<string, unknown>): RealFinding {
  const { type, path, start_line: startLine, start_column: startColumn, message } = line;
  const hasFile = typeof path === 'string';
  return {
    rule: String(type),
    file: hasFile ? path : null,
    // buf leaves out a line or column of the top of a file.
    line: hasFile ? Number(startLine ?? 1) : null,
    column: hasFile ? Number(startColumn ?? 1) : null,
    message: String(message),
  };
}

import { tmpdir } from 'node:os';
import { runProcess, type ProcessOptions, type ProcessResult } from './run-process.js';

const run = (script: string, options: Partial<ProcessOptions> = {}): Promise<ProcessResult> =>
  runProcess(process.execPath, ['-e', script], {
    cwd: tmpdir(),
    env: {},
    input: new Uint8Array(),
    timeoutMs: 20_000,
    maxOutputBytes: 100,
    maxErrorBytes: 100,
    ...options,
  });

describe('runProcess', () => {
  it('gives input, answers what was printed and the exit code', async () => {
    const input = Buffer.from('äö');
    const result = await run('process.stdin.pipe(process.stdout); console.error("e"); process.exitCode = 7', {
      input,
    });
    expect(result).toEqual({ stopped: null, code: 7, stdout: input, stderr: 'e\n' });
  });

  it('takes output at its limit and stops what prints more', async () => {
    expect(await run('process.stdout.write("x".repeat(100))')).toMatchObject({ stopped: null, code: 0 });
    const past = await run('process.stdout.write("x".repeat(101)); setInterval(() => {}, 1000)');
    expect(past).toMatchObject({ stopped: 'output', code: null });
  });

  it('drops what is printed to stderr past its limit', async () => {
    const script = 'for (const part of ["a", "b"]) require("node:fs").writeSync(2, part.repeat(5e5))';
    const result = await run(script, { maxErrorBytes: 200_000 });
    expect(result).toMatchObject({ stopped: null, code: 0 });
    expect(result.stderr.length).toBeLessThanOrEqual(200_000);
  });

  it('stops what takes too long, and what is aborted, before or meanwhile', async () => {
    const forever = 'setInterval(() => {}, 1000)';
    expect((await run(forever, { timeoutMs: 50 })).stopped).toBe('timeout');
    expect((await run(forever, { signal: AbortSignal.abort() })).stopped).toBe('aborted');
    expect((await run(forever, { signal: AbortSignal.timeout(50) })).stopped).toBe('aborted');
  });

  it('stops what ignores gentle signals', async () => {
    const stubborn = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)';
    expect(await run(stubborn, { timeoutMs: 300 })).toMatchObject({ stopped: 'timeout', code: null });
  });

  it('rejects when there is no such program', async () => {
    const options = { cwd: tmpdir(), env: {}, input: new Uint8Array(), timeoutMs: 1_000 };
    const bounds = { maxOutputBytes: 1, maxErrorBytes: 1 };
    await expect(runProcess('/no/such/program', [], { ...options, ...bounds })).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});

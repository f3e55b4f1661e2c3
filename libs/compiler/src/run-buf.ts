import { RegistryError } from '#libs/errors';
import { join } from 'node:path';
import type { Outcome } from './compile-result.js';
import type { ResolvedOptions } from './compiler-options.js';
import type { Diagnostic } from './diagnostic.js';
import { useEditorColumns } from './editor-columns.js';
import { readDiagnostics } from './read-diagnostics.js';
import { runProcess, type ProcessResult } from './run-process.js';
import { ROOTS, packWorkspace, type Workspace } from './workspace.js';

const ARGUMENTS = [
  'build',
  `-#format=tar,subdir=${ROOTS}`,
  '--as-file-descriptor-set',
  '--output=-#format=binpb',
  '--error-format=json',
  '--disable-symlinks',
];
const MAX_ERROR_BYTES = 1024 * 1024;
/** buf's exit code for sources that do not compile. Source: https://buf.build/docs/reference/cli/buf/build/ */
const DOES_NOT_COMPILE = 100;
const CRASHED = /^(?:panic|fatal error): |\bpanicked: /m;

/** Where and how a compilation runs. */
export interface RunOptions {
  readonly bufPath: string;
  /** An empty folder. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly limits: Pick<ResolvedOptions, 'timeoutMs' | 'maxImageSizeBytes'>;
}

/** Compiles a workspace with one run of buf. **Throws** COMPILE_TIMEOUT, SCHEMA_TOO_LARGE, COMPILER_FAILED, SHUTTING_DOWN. */
export async function runBuf(workspace: Workspace, options: RunOptions): Promise<Outcome> {
  const result = await start(workspace, options);
  if (result.stopped !== null) throw stoppedError(result.stopped, options.limits);
  if (result.code === 0) {
    const image = new Uint8Array(result.stdout);
    useEditorColumns(image, [...workspace.files, ...workspace.imports]);
    return { ok: true, image };
  }
  const diagnostics = result.code === DOES_NOT_COMPILE ? readDiagnostics(result.stderr, workspace) : [];
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  if (CRASHED.test(result.stderr)) return { ok: false, diagnostics: [crashDiagnostic(result, workspace)] };
  throw new RegistryError('COMPILER_FAILED', {
    problem: `buf ${endOf(result)}: ${firstLine(result.stderr)}`,
  });
}

/** It happens to texts that no test of buf has, and again each time: it is the text's fault as far as others are concerned. */
function crashDiagnostic({ stderr }: ProcessResult, { files }: Workspace): Diagnostic {
  const reason = /(?:panicked|panic|fatal error): ([^\n]{0,200})/.exec(stderr)?.[1] ?? 'no reason given';
  return {
    ruleId: 'COMPILE',
    message: `the compiler broke off on this text (${reason}); look for something unusual in what was changed last`,
    file: files.length === 1 ? (files[0]?.path ?? '') : '',
    line: 0,
    column: 0,
    snippet: '',
  };
}

async function start(workspace: Workspace, options: RunOptions): Promise<ProcessResult> {
  try {
    return await runProcess(options.bufPath, ARGUMENTS, {
      cwd: options.folder,
      env: environmentIn(options.folder),
      input: packWorkspace(workspace),
      timeoutMs: options.limits.timeoutMs,
      maxOutputBytes: options.limits.maxImageSizeBytes,
      maxErrorBytes: MAX_ERROR_BYTES,
      signal: options.signal,
    });
  } catch (cause) {
    const problem = `buf could not be started: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new RegistryError('COMPILER_FAILED', { problem }, { cause });
  }
}

/** Nothing of the user's: no configuration, no credentials, no module cache, no proxy. */
function environmentIn(folder: string): Record<string, string> {
  const env: Record<string, string> = {
    HOME: folder,
    TMPDIR: folder,
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    BUF_CACHE_DIR: join(folder, 'cache'),
    BUF_CONFIG_DIR: join(folder, 'config'),
    // Soft: the collector works harder near it, so that a hostile schema runs into its timeout before the machine swaps.
    GOMEMLIMIT: '1GiB',
  };
  const systemRoot = process.env['SystemRoot'];
  // Programs on Windows do not start without it.
  return systemRoot === undefined
    ? env
    : { ...env, SystemRoot: systemRoot, USERPROFILE: folder, TEMP: folder };
}

function stoppedError(
  stopped: NonNullable<ProcessResult['stopped']>,
  limits: RunOptions['limits'],
): RegistryError {
  switch (stopped) {
    case 'timeout':
      return new RegistryError('COMPILE_TIMEOUT', { limit: limits.timeoutMs, setting: 'COMPILE_TIMEOUT_MS' });
    case 'output':
      return new RegistryError('SCHEMA_TOO_LARGE', {
        what: 'The compiled schema',
        size: `more than ${limits.maxImageSizeBytes} bytes`,
        limit: `${limits.maxImageSizeBytes} bytes`,
        setting: 'MAX_IMAGE_BYTES',
      });
    case 'aborted':
      return new RegistryError('SHUTTING_DOWN', { retryAfterSeconds: 5 });
  }
}

function endOf({ code }: ProcessResult): string {
  return code === null ? 'was killed' : `ended with code ${code}`;
}

function firstLine(text: string): string {
  const line = text.split('\n').find((candidate) => candidate.trim() !== '') ?? 'it said nothing';
  return line.slice(0, 300);
}

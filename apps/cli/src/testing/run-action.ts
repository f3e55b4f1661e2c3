import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

/** A composite action, as far as it is used here. Source: https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax */
export interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly ActionStep[] };
}

/** One step of it. */
export interface ActionStep {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly shell: string;
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What became of a script. */
export interface ScriptResult {
  readonly exitCode: number | null;
  readonly output: string;
}

/** What became of an action: each step by its name, what it put out and its summary. */
export interface ActionResult {
  readonly steps: ReadonlyMap<string, ScriptResult>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** How to run an action. */
export interface ActionRun {
  /** The checkout. */
  readonly cwd: string;
  /** Folder for what GitHub keeps beside it. */
  readonly temporary: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Added to what GitHub sets. */
  readonly env: Readonly<Record<string, string>>;
  /** The event; with a `pull_request` or not. */
  readonly event: Readonly<Record<string, unknown>>;
}

/** The repository's own action. */
export function readAction(): ActionFile {
  return parse(readFileSync('action.yml', 'utf8')) as ActionFile;
}

/** Runs the action's steps as GitHub does: bash that stops at a failure, environment and files of a job; a step after a failed one is left out. */
export async function runAction(action: ActionFile, run: ActionRun): Promise<ActionResult> {
  const at = mkdtempSync(join(run.temporary, 'job-'));
  const files = { output: join(at, 'output'), summary: join(at, 'summary'), event: join(at, 'event.json') };
  writeFileSync(files.output, '');
  writeFileSync(files.summary, '');
  writeFileSync(files.event, JSON.stringify(run.event));
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default] as const);
  const inputs = { ...Object.fromEntries(defaults), ...run.inputs };
  const steps = new Map<string, ScriptResult>();
  for (const step of action.runs.steps) {
    const outputs = readOutputs(files.output);
    if (step.if !== undefined && !holds(step.if, inputs, outputs, run.event)) continue;
    const own = Object.entries(step.env ?? {}).map(
      ([name, text]) => [name, filled(text, inputs, outputs)] as const,
    );
    const result = await runScript(step.run, run.cwd, {
      GITHUB_ACTION_PATH: resolve('.'),
      GITHUB_OUTPUT: files.output,
      GITHUB_STEP_SUMMARY: files.summary,
      GITHUB_EVENT_PATH: files.event,
      GITHUB_REPOSITORY: 'acme/shop',
      RUNNER_TEMP: at,
      ...run.env,
      ...Object.fromEntries(own),
    });
    steps.set(step.name, result);
    if (result.exitCode !== 0) break;
  }
  return { steps, outputs: readOutputs(files.output), summary: readFileSync(files.summary, 'utf8') };
}

/** Runs a script as a CI system does. */
export function runScript(
  script: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<ScriptResult> {
  return new Promise((done, reject) => {
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd,
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    child.on('error', reject);
    child.on('close', (exitCode) => done({ exitCode, output }));
  });
}

function readOutputs(path: string): Record<string, string> {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]));
}

function filled(text: string, inputs: Record<string, string>, outputs: Record<string, string>): string {
  return text.replaceAll(/\$\{\{ (\S+) \}\}/g, (_, name: string) => {
    if (name === 'github.token') return 'from-github';
    const [, input] = /^inputs\.(\S+)$/.exec(name) ?? [];
    const [, output] = /^steps\.check\.outputs\.(\S+)$/.exec(name) ?? [];
    const value = input === undefined ? outputs[output ?? ''] : inputs[input];
    if (value === undefined) throw new Error(`nothing is known of ${name}`);
    return filled(value, inputs, outputs);
  });
}

/** The one condition that there is. */
function holds(
  condition: string,
  inputs: Record<string, string>,
  outputs: Record<string, string>,
  event: Readonly<Record<string, unknown>>,
): boolean {
  const parts = /^\$\{\{ (.*) \}\}$/.exec(condition)?.[1]?.split(' && ') ?? [];
  return parts.every((part) => {
    if (part === 'github.event.pull_request') return event['pull_request'] !== undefined;
    if (part === "inputs.comment == 'true'") return inputs['comment'] === 'true';
    if (part === "steps.check.outputs.report != ''") return (outputs['report'] ?? '') !== '';
    throw new Error(`nothing is known of ${part}`);
  });
}

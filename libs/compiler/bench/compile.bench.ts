import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Compiler, type SourceFile } from '#libs/compiler';

/**
 * What the compiler costs beyond one `buf build` of the same files in a folder: new text, known text. Median wall time and mean CPU time of this process
 * and its children (Linux), a run of each in turn.
 */
const RUNS = Number(process.env['RUNS'] ?? 15);
const TICK_MS = 10;
const buf = createRequire(import.meta.url).resolve(
  `@bufbuild/buf-${process.platform}-${process.arch}/bin/buf`,
);

interface Figures {
  readonly wallMs: number[];
  cpuMs: number;
}

const folder = mkdtempSync(join(tmpdir(), 'compiler-bench-'));
try {
  console.log(`files  buf build wall/cpu ms  compile wall/cpu ms  ratio wall/cpu  known text ms`);
  for (const count of [1, 10, 100, 500]) await measure(count, '  ');
  console.log('indented with tabs:');
  for (const count of [1, 100]) await measure(count, '\t');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(count: number, indent: string): Promise<void> {
  const compiler = new Compiler({ cacheDir: join(folder, 'cache') });
  const plain: Figures = { wallMs: [], cpuMs: 0 };
  const ours: Figures = { wallMs: [], cpuMs: 0 };
  const known: Figures = { wallMs: [], cpuMs: 0 };
  for (let run = 0; run < RUNS; run += 1) {
    const files = sources(count, run, indent);
    const at = writeSources(files, `${count}-${run}-${indent.length}`);
    // Each goes first as often as the other.
    const steps = [
      () => timed(plain, () => Promise.resolve(buildFolder(at))),
      () => timed(ours, () => compiler.compile(files)),
    ];
    for (const step of run % 2 === 0 ? steps : steps.reverse()) await step();
    await timed(known, () => compiler.compile(files));
  }
  await compiler.close();
  const [p, o] = [median(plain.wallMs), median(ours.wallMs)];
  const [pc, oc] = [plain.cpuMs / RUNS, ours.cpuMs / RUNS];
  console.log(
    [count, `${p.toFixed(1)} / ${pc.toFixed(0)}`, `${o.toFixed(1)} / ${oc.toFixed(0)}`].join('\t'),
    `\t${(o / p).toFixed(2)} / ${(oc / pc).toFixed(2)}\t${median(known.wallMs).toFixed(2)}`,
  );
}

/** What anyone would run: sources in a folder, the image in a file. */
function buildFolder(cwd: string): number {
  execFileSync(buf, ['build', '--as-file-descriptor-set', '-o', 'image.binpb'], { cwd, stdio: 'pipe' });
  return readFileSync(join(cwd, 'image.binpb')).length;
}

async function timed(figures: Figures, work: () => Promise<unknown>): Promise<void> {
  const cpuBefore = cpuMs();
  const startedMs = performance.now();
  await work();
  figures.wallMs.push(performance.now() - startedMs);
  figures.cpuMs += cpuMs() - cpuBefore;
}

/** Own and children's user and system time; 0 where there is no /proc. */
function cpuMs(): number {
  try {
    const fields = readFileSync('/proc/self/stat', 'latin1').split(') ')[1]?.split(' ') ?? [];
    return fields.slice(11, 15).reduce((total, ticks) => total + Number(ticks) * TICK_MS, 0);
  } catch {
    return 0;
  }
}

/** About 3 KB a file: 5 messages of 12 fields, 3 imports. */
function sources(count: number, run: number, indent: string): SourceFile[] {
  return Array.from({ length: count }, (_, index) => {
    const imports = [1, 2, 3]
      .filter((step) => index >= step)
      .map((step) => `import "p/f${index - step}.proto";`);
    const messages = Array.from({ length: 5 }, (_unused, number) => {
      const fields = Array.from(
        { length: 12 },
        (_field, field) =>
          `${indent}// Field ${field} of run ${run}.\n${indent}string field_${field} = ${field + 1};`,
      );
      return `message M${index}N${number} {\n${fields.join('\n')}\n}`;
    });
    const content = ['syntax = "proto3";', 'package p;', ...imports, ...messages].join('\n');
    return { path: `p/f${index}.proto`, content };
  });
}

function writeSources(files: readonly SourceFile[], name: string): string {
  const at = join(folder, name);
  for (const { path, content } of files) {
    mkdirSync(dirname(join(at, path)), { recursive: true });
    writeFileSync(join(at, path), content);
  }
  return at;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

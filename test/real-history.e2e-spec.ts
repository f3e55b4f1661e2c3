import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ROOT } from './house/source-files.js';

/** What tools/demo/real.mjs leaves in REAL_SUMMARY. */
interface Summary {
  readonly otel: Readonly<Record<string, { releases: number; versions: number; refused: number }>>;
  readonly events: { readonly sent: number; accepted: number; cells: number; differing: number };
  readonly gtfs: { readonly releases: number; readings: number; differing: number };
}

const DATA = resolve(process.env['PROTOKOLL_DATA'] ?? join(ROOT, '../shared/data'));
const present = ['opentelemetry-proto-history.tar.gz', 'gtfs-realtime-history.tar.gz'].every((name) =>
  existsSync(join(DATA, name)),
);
if (!present) console.warn(`SKIPPED real histories: ${DATA} has not got them; set PROTOKOLL_DATA`);

(present ? describe : describe.skip)('real histories of OpenTelemetry and GTFS-realtime', () => {
  let output = '';
  let summary: Summary;

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'real-'));
    const file = join(folder, 'summary.json');
    const run = spawnSync(
      process.execPath,
      ['--no-warnings', join(ROOT, 'tools/bootstrap.mjs'), 'demo:real'],
      {
        cwd: ROOT,
        encoding: 'utf8',
        env: {
          ...process.env,
          PROTOKOLL_DATA: DATA,
          REAL_SUMMARY: file,
          NO_COLOR: '1',
          REGISTRY_URL: undefined,
        },
      },
    );
    output = run.stdout + run.stderr;
    if (run.status !== 0) throw new Error(output);
    summary = JSON.parse(readFileSync(file, 'utf8')) as Summary;
    rmSync(folder, { recursive: true });
  }, 300_000);

  test("every release is judged and becomes a version, the breaking ones by an owner's word only", () => {
    expect(output).toContain('Everything came back as it was written');
    expect(summary.otel['trace']?.releases).toBe(28);
    expect(summary.otel['metrics']?.releases).toBe(28);
    // There were no logs before v0.5.0.
    expect(summary.otel['logs']?.releases).toBe(26);
    for (const { refused, versions } of Object.values(summary.otel)) {
      expect(refused).toBeGreaterThan(0);
      expect(versions).toBeGreaterThan(refused);
    }
  });

  test('example events come back from the tables as they were written', () => {
    expect(summary.events.accepted).toBe(summary.events.sent);
    expect(summary.events.cells).toBeGreaterThan(40);
    expect(summary.events.differing).toBe(0);
  });

  test('real feeds are read by the codecs of all 47 versions', () => {
    expect(summary.gtfs).toMatchObject({ releases: 47, readings: 3 * 47, differing: 0 });
  });
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ROOT } from './house/source-files.js';

/** What tools/demo/real.mjs leaves in REAL_SUMMARY. */
interface Summary {
  readonly otel: unknown;
  readonly events: { readonly sent: number; accepted: number; cells: number; differing: number };
  readonly gtfs: unknown;
}

const DATA = resolve(process.env['PROTOKOLL_DATA'] ?? join(ROOT, '../shared/data'));
const present = ['opentelemetry-proto-history.tar.gz', 'gtfs-realtime-history.tar.gz'].every((name) =>
  existsSync(join(DATA, name)),
);
// Over a minute: a proof of its own, npm run proof:real.
const wanted = process.env['PROOF'] === 'real';
if (wanted && !present) throw new Error(`${DATA} has not got the real histories; set PROTOKOLL_DATA`);

(wanted ? describe : describe.skip)(
  'real histories of OpenTelemetry and GTFS-realtime (npm run proof:real)',
  () => {
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
    }, 600_000);

    test('every release is judged and becomes a version; what broke needed waivers', () => {
      expect(output).toContain('Everything came back as it was written');
      // There were no logs before v0.5.0. Bytes broke with v0.4.0, in metrics with v0.5.0 and v0.8.0 as well, where a number was taken for
      // something else. JSON broke with those, and with names: of enum values in v0.5.0 and v0.6.0 of traces, of a field in v0.12.0 of logs.
      expect(summary.otel).toEqual({
        trace: { releases: 28, versions: 14, refused: 3, invalid: 0 },
        metrics: { releases: 28, versions: 17, refused: 3, invalid: 0 },
        logs: { releases: 26, versions: 12, refused: 1, invalid: 0 },
      });
    });

    test('example events come back from the tables as they were written', () => {
      expect(summary.events.accepted).toBe(summary.events.sent);
      expect(summary.events.cells).toBeGreaterThan(40);
      expect(summary.events.differing).toBe(0);
    });

    test('one version of 47 never compiled; the codecs of all others read the real feeds', () => {
      expect(summary.gtfs).toEqual({
        releases: 47,
        versions: 25,
        refused: 0,
        invalid: 1,
        readings: 3 * 46,
        differing: 0,
      });
    });
  },
);

import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCannedRegistry, type CannedAnswer } from './testing/canned-registry.js';
import { runCommand } from './testing/run-command.js';

test('dbt writes its files into a project', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'cli-dbt-'));
  const answers = JSON.parse(readFileSync('apps/cli/corpus/dbt/answers.json', 'utf8')) as CannedAnswer[];
  const registry = await startCannedRegistry(answers);
  try {
    const words = 'dbt --subject shop/orders@staging --dialect postgres --output analytics'.split(' ');
    const env = { PROTOKOLL_REGISTRY: registry.url };
    const { stdout, exitCode } = await runCommand(words, { cwd, env });
    expect(exitCode).toBe(0);
    const folder = 'analytics/models/staging/shop_orders';
    expect(readdirSync(join(cwd, folder)).sort()).toEqual([
      '_shop_orders__models.yml',
      '_shop_orders__sources.yml',
      'stg_shop_orders__order_event.sql',
    ]);
    expect(stdout.trim().split('\n')).toHaveLength(3);
    const query = readFileSync(join(cwd, folder, 'stg_shop_orders__order_event.sql'), 'utf8');
    expect(query).toContain('"state" AS "status"');
  } finally {
    await registry.close();
    rmSync(cwd, { recursive: true, force: true });
  }
});

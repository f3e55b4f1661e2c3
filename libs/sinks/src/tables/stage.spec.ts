import { dialectNamed } from '#libs/ddl';
import { V1, ledgersOf } from '../sink-fixtures.suite.js';
import { Stages, insertFromStage, stageQuery } from './stage.js';
import type { RowTarget } from './table-store.js';

const target = (more: Partial<RowTarget> = {}): RowTarget => ({
  table: 'event',
  tableVersion: 1,
  ledger: ledgersOf([V1], 'event')[0]!,
  columns: ['event_id', 'a"b'],
  shapes: [
    { type: { kind: 'uuid' }, form: null, nullable: false },
    { type: { kind: 'text' }, form: 'text', nullable: true },
  ],
  keyIndex: 0,
  siblings: async () => [],
  ...more,
});

describe('Stages', () => {
  it('makes one for each table, version and list of columns, once', async () => {
    const stages = new Stages();
    const made: string[] = [];
    const make = async (name: string): Promise<void> => void made.push(name);
    const first = await stages.of(target(), make);
    expect(await stages.of(target(), make)).toBe(first);
    const others = [
      target({ tableVersion: 2 }),
      target({ table: 'other' }),
      target({ columns: ['event_id'] }),
    ];
    for (const other of others) expect(await stages.of(other, make)).not.toBe(first);
    expect(new Set(made).size).toBe(4);
    expect(made).toHaveLength(4);
  });

  it('makes it again when it could not be made', async () => {
    const stages = new Stages();
    await expect(stages.of(target(), () => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
    const made: string[] = [];
    await stages.of(target(), async (name) => void made.push(name));
    expect(made).toHaveLength(1);
  });
});

describe('what is said of a stage', () => {
  const postgres = dialectNamed('postgres');

  it('has the columns of the batch, quoted', () => {
    expect(stageQuery(postgres, target())).toBe('SELECT "event_id", "a""b" FROM "event" WITH NO DATA');
  });

  it('leaves out what the table has', () => {
    expect(insertFromStage(postgres, target(), [], 'stage_1')).toBe(
      'INSERT INTO "event" ("event_id", "a""b") SELECT "event_id", "a""b" FROM stage_1 AS stage ON CONFLICT ("event_id") DO NOTHING',
    );
  });

  it('looks for an event on every day where the key has the day', () => {
    const ledger = { ...target().ledger, layout: { partition: 'ingest-day' as const } };
    const sql = insertFromStage(postgres, target({ ledger }), ['one'], 'stage_1');
    expect(sql).toContain('NOT EXISTS (SELECT 1 FROM "event" AS other WHERE');
    expect(sql).toMatch(/ON CONFLICT \("event_id", "ingest_time"\) DO NOTHING$/);
    expect(insertFromStage(dialectNamed('duckdb'), target({ ledger }), [], 'stage_1')).toMatch(
      /^(?!.*EXISTS).* ON CONFLICT \("event_id"\) DO NOTHING$/,
    );
  });

  it('leaves out what other tables of the message have', () => {
    const sql = insertFromStage(postgres, target(), ['one', 'two'], 'stage_1');
    expect(sql.match(/NOT EXISTS/g)).toHaveLength(2);
    expect(sql).toContain('FROM "two" AS other WHERE other."event_id" = stage."event_id"');
  });
});

import { RegistryError } from '#libs/errors';
import type { Plan } from '#libs/planner';
import type { SqliteDatabase } from '#libs/sqlite';
import type { Ledger } from '#libs/table-model';
import { problemOf } from '../problem-of.js';
import { OWN } from './own-tables.js';
import type { Statements } from './statements.js';
import { isNewer, typesOf } from '../tables/known-table.js';
import { DIALECT, type TableBook } from './table-book.js';

const JOURNAL = `
INSERT INTO ${OWN.journal} (table_name, plan, from_version, to_version, step, sql, outcome, at_ms, took_us)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Brings tables from one version to the next. */
export class PlanApplier {
  constructor(
    private readonly database: SqliteDatabase,
    private readonly statements: Statements,
    private readonly book: TableBook,
    private readonly now: () => number,
  ) {}

  /**
   * SQLite's DDL is transactional, so the plan, its journal and the new ledger are one transaction under the write lock: after a
   * crash the table is as it was before, and the plan is simply run again. **Throws** PLAN_CONFLICT.
   */
  apply(plan: Plan, after: Ledger): void {
    this.database.transaction(() => {
      const before = this.book.read(after.table)?.ledger ?? null;
      if (plan.dialect !== DIALECT.name)
        throw conflict(plan, `dialect ${plan.dialect}`, `dialect ${DIALECT.name}`);
      if (before !== null && before.subject !== after.subject)
        throw conflict(plan, `subject '${after.subject}'`, `subject '${before.subject}'`);
      const at = before?.tableVersion ?? 0;
      if (at < plan.toTableVersion) {
        if (at !== plan.fromTableVersion)
          throw conflict(plan, `version ${plan.fromTableVersion}`, `version ${at}`);
        plan.statements.forEach(({ sql }, step) => this.run(plan, step, sql));
      }
      this.assertShape(plan, after);
      if (before === null || isNewer(after, before)) this.book.save(after);
    });
  }

  private run(plan: Plan, step: number, sql: string): void {
    const startedMs = performance.now();
    const outcome = this.execute(sql);
    const tookUs = Math.round((performance.now() - startedMs) * 1_000);
    const { table, fingerprint, fromTableVersion, toTableVersion } = plan;
    this.statements
      .of(JOURNAL)
      .run(table, fingerprint, fromTableVersion, toTableVersion, step, sql, outcome, this.now(), tookUs);
  }

  /** SQLite has no ADD COLUMN IF NOT EXISTS; somebody may have run the plan's SQL by hand. */
  private execute(sql: string): 'done' | 'was there' {
    try {
      this.database.exec(sql);
      return 'done';
    } catch (error) {
      if (problemOf(error).startsWith('duplicate column name')) return 'was there';
      throw error;
    }
  }

  /** A table of this name that was made otherwise would refuse every row. */
  private assertShape(plan: Plan, after: Ledger): void {
    const live = new Map(
      this.database
        .prepare('SELECT name, type FROM pragma_table_xinfo(?)')
        .all(after.table)
        .map((column) => [String(column['name']), String(column['type'])]),
    );
    for (const [name, type] of typesOf(after)) {
      const [expected, actual] = [DIALECT.type(type), live.get(name) ?? 'missing'];
      if (expected !== actual)
        throw conflict(plan, `column '${name}' ${expected}`, `column '${name}' ${actual}`);
    }
  }
}

function conflict(plan: Plan, expected: string, actual: string): RegistryError {
  return new RegistryError('PLAN_CONFLICT', { table: plan.table, expected, actual });
}

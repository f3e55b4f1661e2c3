/**
 * A lock in ClickHouse, which has none of its own: tables `protokoll_lock_1`, `_2` … of which making one is atomic. Who made the
 * one with the greatest number holds the lock, shows every fifth of the lease that it lives by writing its comment again, and
 * looks before each statement whether it is still the last. A free one, or one without a sign of life for the lease, is
 * overtaken by making the next number. So a killed run is overtaken a lease later, and a run that hung for longer stops at its
 * next statement. One server, or one with a replicated database; two servers behind one address know nothing of each other.
 * Source: https://clickhouse.com/docs/engines/database-engines/atomic, …/operations/system-tables/tables
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RegistryError } from '#libs/errors';
import type { LiveRow, OpenOptions } from '../contract.js';

const DEFAULT_LEASE_MS = 15_000;
const RETRY_MS = 50;
const NAME = 'protokoll_lock_';
const LOCKS = `
  SELECT name, comment, dateDiff('millisecond', toDateTime64(metadata_modification_time, 3), now64(3)) AS age
  FROM system.tables WHERE database = currentDatabase() AND match(name, '^${NAME}[0-9]+$')`;

/** How the lock's tables are reached. */
export interface LeaseAccess {
  ask(sql: string): Promise<readonly LiveRow[]>;
  /** False when a table of that name is there. */
  create(sql: string): Promise<boolean>;
}

interface Lock {
  readonly number: number;
  /** Empty when it is free. */
  readonly holder: string;
  readonly ageMs: number;
}

/** The lock of one run. */
export class Lease {
  private readonly id = randomUUID();
  private readonly leaseMs: number;
  private number = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly access: LeaseAccess,
    private readonly options: OpenOptions,
  ) {
    this.leaseMs = options.leaseMs ?? DEFAULT_LEASE_MS;
  }

  /** Takes the lock. **Throws** MIGRATION_LOCKED. */
  async take(): Promise<void> {
    for (let left = Math.ceil(this.options.lockTimeoutMs / RETRY_MS); ; left -= 1) {
      const [last] = await this.locks();
      const isHeld = last !== undefined && last.holder !== '' && last.ageMs < this.leaseMs;
      if (!isHeld && (await this.make((last?.number ?? 0) + 1))) break;
      if (left <= 0) throw this.locked(`another run holds them, ${heldText(last, this.leaseMs)}`);
      await sleep(RETRY_MS);
    }
    this.timer = setInterval(() => void this.show().catch(() => {}), this.leaseMs / 5);
    this.timer.unref();
  }

  /** Checks that nobody took the lock over. **Throws** MIGRATION_LOCKED. */
  async assertHeld(): Promise<void> {
    const [last] = await this.locks();
    if (last?.number !== this.number || last.holder !== this.id)
      throw this.locked('this run showed no sign of life for too long, and another one took over');
    await this.show();
  }

  async release(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.access.ask(`ALTER TABLE ${NAME}${this.number} MODIFY COMMENT ''`);
  }

  private async make(number: number): Promise<boolean> {
    const table = `${NAME}${number}`;
    const sql = `CREATE TABLE ${table} (x UInt8) ENGINE = MergeTree ORDER BY tuple() COMMENT '${this.id}'`;
    if (!(await this.access.create(sql))) return false;
    const [last, ...before] = await this.locks();
    // The number was free because a later run had tidied up behind itself.
    const lost = last?.number !== number;
    for (const old of lost ? [{ number }] : before)
      await this.access.ask(`DROP TABLE IF EXISTS ${NAME}${old.number}`);
    if (!lost) this.number = number;
    return !lost;
  }

  private async show(): Promise<void> {
    await this.access.ask(`ALTER TABLE ${NAME}${this.number} MODIFY COMMENT '${this.id}'`);
  }

  /** The last one first. */
  private async locks(): Promise<readonly Lock[]> {
    const rows = await this.access.ask(LOCKS);
    return rows
      .map((row) => ({
        number: Number(String(row['name']).slice(NAME.length)),
        holder: String(row['comment']),
        ageMs: Number(row['age']),
      }))
      .sort((one, other) => other.number - one.number);
  }

  private locked(problem: string): RegistryError {
    return new RegistryError('MIGRATION_LOCKED', { seconds: this.options.lockTimeoutMs / 1000, problem });
  }
}

function heldText(last: Lock | undefined, leaseMs: number): string {
  const seconds = Math.round((last?.ageMs ?? 0) / 1000);
  return `last seen ${seconds} s ago; it is taken for dead after ${leaseMs / 1000} s`;
}

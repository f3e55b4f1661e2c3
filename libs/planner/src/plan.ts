import type { Statement } from '#libs/ddl';

/** The ordered statements that take one table from a state of its ledger to another. */
export interface Plan {
  /** Name of the dialect. */
  readonly dialect: string;
  readonly subject: string;
  /** Full name of the message. */
  readonly message: string;
  readonly table: string;
  /** Table version to start from; 0 = the table is not there yet. */
  readonly fromTableVersion: number;
  readonly toTableVersion: number;
  /** Schema version to start from; 0 = none. */
  readonly fromVersion: number;
  readonly toVersion: number;
  /** In the order of execution. Every one may stand alone: a run that stopped between two can go on after the first. */
  readonly statements: readonly Statement[];
  /** What a person should know, a sentence each: renames, frozen columns, new incarnations, why nothing is done. */
  readonly notes: readonly string[];
  /** SHA-256 in hex of dialect, table, versions and SQL: the same for the same change. */
  readonly fingerprint: string;
}

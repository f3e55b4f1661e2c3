import type { Statement, StatementCost } from '#libs/ddl';
import type { TableClass } from '#libs/table-model';

/** What happened to a column or to the table between two states of its ledger. */
export type ChangeKind =
  | 'added'
  | 'renamed'
  | 'frozen'
  | 'reactivated'
  /** Another type or meaning under the same field number: a new column beside the old one. */
  | 'replaced'
  | 'dropped'
  /** Fields came to be inside of a list, map or struct that the engine knows from inside. */
  | 'grew'
  | 'commented'
  /** Another integer type of the same class: the column is wide enough for each. */
  | 'redeclared'
  /** Tells unset from zero since, or no longer. */
  | 'presence'
  /** A label of an enum has another name: earlier rows keep the earlier one. */
  | 'relabeled'
  /** Keys or types inside of JSON changed: earlier rows keep theirs. */
  | 'rekeyed'
  /** Rows are kept for another time. */
  | 'expires'
  /** The message has another name. */
  | 'moved';

/** One change of the table, whether or not it needs a statement. */
export interface PlannedChange {
  readonly kind: ChangeKind;
  /** Physical name; null for changes of the table itself. */
  readonly column: string | null;
  /** What the change costs the table as it is planned; the statements say more. */
  readonly class: TableClass;
  /** What it would cost to change the column in place instead of adding one; null when the engine can not, or nothing is replaced. */
  readonly inPlace: StatementCost | null;
}

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
  /** Table version to arrive at; 0 = the table is gone. */
  readonly toTableVersion: number;
  /** Schema version to start from; 0 = none. */
  readonly fromVersion: number;
  readonly toVersion: number;
  /** In the order of execution, those that expand before those that contract. Every one may stand alone: a run that stopped between two can go on after the first. */
  readonly statements: readonly Statement[];
  /** What happens to which column, in the order of the columns; also what needs no statement. */
  readonly changes: readonly PlannedChange[];
  /** What a person should know, a sentence each: renames, frozen columns, new incarnations, what is lost, why nothing is done. */
  readonly notes: readonly string[];
  /** SHA-256 in hex of dialect, table, versions and SQL: the same for the same change. */
  readonly fingerprint: string;
}

/** Settings of `planTable` and `planDown`. */
export interface PlanOptions {
  /** Also keep a view `<table>__latest` of the newest version's names. Default: false. */
  readonly view?: boolean;
}

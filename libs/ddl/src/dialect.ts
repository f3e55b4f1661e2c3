import type { Cell, CellForm } from '#libs/codec';
import type {
  InnerShape,
  Ledger,
  LogicalKind,
  LogicalType,
  NestedShape,
  TableClass,
} from '#libs/table-model';
import type { Growth, Grown } from './nested-words.js';
import type { SqlWords } from './words.js';

/** What a kind of statement costs in a dialect. */
export interface StatementCost {
  /** T0 nothing, T1 metadata, T2 background rewrite, T3 blocking rewrite, T4 a new column beside the old, T5 not expressible. */
  readonly class: TableClass;
  /** Strongest lock taken, in the engine's own word; `none` when nobody waits. */
  readonly lock: string;
  /** True when the engine writes existing rows again. */
  readonly rewrite: boolean;
  /** True when readers and writers go on meanwhile, but for a moment that does not grow with the table. */
  readonly online: boolean;
  /** What to know before running it; null when there is nothing. */
  readonly note: string | null;
}

/** The kinds of statement that tables are changed by. */
export type StatementKind =
  'createTable' | 'createIndex' | 'addColumn' | 'growColumn' | 'dropColumn' | 'comment' | 'createView';

/** A change of a column's type, `float32>float64`. */
export type TypeChange = `${LogicalKind}>${LogicalKind}`;

/** What an engine refuses beyond. */
export interface DialectLimits {
  readonly identifierBytes: number;
  readonly columns: number;
  /** Longest comment in UTF-16 units; longer ones are cut. Absent: no limit. */
  readonly commentLength?: number;
  /** What a row may take in a page, and what a column of each kind takes of it, values stored elsewhere not counted. Absent: no limit. */
  readonly rowSize?: {
    readonly totalBytes: number;
    readonly columnBytes: Readonly<Record<LogicalKind, number>>;
  };
}

/** How far a dialect was proven. */
export interface DialectProof {
  /** `executed`: every statement runs in the tests; `tried`: the corpus was run by hand once; `rendered`: held by golden files only. */
  readonly level: 'executed' | 'tried' | 'rendered';
  /** Engine and version it ran on; null when rendered. */
  readonly on: string | null;
}

/** A rule of the dialect's own linter that a kind of statement breaks on purpose. */
export interface LintWaiver {
  /** The linter's name of the rule. */
  readonly rule: string;
  readonly kind: StatementKind;
  /** First word of the statements that it is about: the way back is of the same kind. */
  readonly verb: 'CREATE' | 'ALTER' | 'DROP';
  /** Why it is right nevertheless, a sentence. */
  readonly reason: string;
}

/** How an engine lays out rows, as far as authors may steer it. */
export interface DialectRows {
  /** By day of arrival: in every table, in those whose author asks for it, or in none. */
  readonly partition: 'always' | 'asked' | 'never';
  /** True when rows of a day lie together by the columns that the author names. */
  readonly cluster: boolean;
}

/** How an engine is told to remove rows by itself. */
export interface DialectExpiry {
  readonly cost: StatementCost;
  /** Days after their arrival; null: never. */
  sql(table: string, ttlDays: number | null, quote: (name: string) => string): string;
}

/** What a column is made of. */
export interface ColumnShape {
  readonly type: LogicalType;
  /** Form of the cells; null for envelope columns. */
  readonly form: CellForm | null;
  readonly nullable: boolean;
  /** Type in the dialect's words that the author gave it. Absent: the dialect's own. */
  readonly given?: string;
}

/** A database's way of saying things. Made by `defineDialect` or `defineDocument`. */
export interface Dialect {
  /** Lower-case, as in `--dialect`. */
  readonly name: string;
  /** As its makers write it. */
  readonly title: string;
  readonly proof: DialectProof;
  readonly limits: DialectLimits;
  /** False when the engine keeps no comments on tables and columns; then none are printed. */
  readonly hasComments: boolean;
  /** False when `ADD COLUMN` fails on a column that is there: then only a journal makes it repeatable. */
  readonly addsIfMissing: boolean;
  /** False when the engine takes a row whose key is there already; then who reads has to take one of them. */
  readonly enforcesKey: boolean;
  readonly costs: Readonly<Record<StatementKind, StatementCost>>;
  /** Changes of type that the engine makes in place, and what they cost. */
  readonly typeChanges: Readonly<Partial<Record<TypeChange, StatementCost>>>;
  readonly rows: DialectRows;
  /** Null when the engine removes no rows by itself. */
  readonly expiry: DialectExpiry | null;
  /** What a script of statements begins with, such as limits of waiting, without closing semicolons. */
  readonly session: readonly string[];
  /** What the dialect's linter, squawk for PostgreSQL, is told not to say of its statements. */
  readonly waivers: readonly LintWaiver[];
  /** How statements are worded; null for a dialect of documents. */
  readonly words: SqlWords | null;
  /** The document that takes a table from one state to another, null before being none; null when nothing changes. Null for SQL. */
  readonly document: ((before: Ledger | null, after: Ledger) => string | null) | null;
  /** The name that the engine gets for this one: what it can not hold becomes `_`, and a hash of the whole is appended. */
  engineName(identifier: string): string;
  /** Any text as an identifier, by its {@link engineName}. **Throws** UNSUPPORTED_VALUE for an empty one, U+0000 and more than the limit of bytes. */
  quote(identifier: string): string;
  /** The engine's name of a type. */
  type(type: LogicalType): string;
  /** What of a type the engine holds as lists, maps and structs; parts that it can not are JSON leaves. Null: the type has nothing inside. */
  shape(type: LogicalType): NestedShape | null;
  /** The engine's type of a struct's field. Only for what lies inside of a {@link shape}. */
  fieldType(shape: InnerShape): string;
  /** The statements that add fields inside of a column. Null: nothing has to be done, or a document does it. */
  readonly grow: ((growth: Growth) => readonly Grown[]) | null;
  /** The engine's type of a column with its words for null, such as `bigint NOT NULL`. */
  columnType(shape: ColumnShape): string;
  /** What follows a column's type, such as a CHECK; empty for nothing. */
  constraint(quotedName: string, type: LogicalType): string;
  /** Any text as a string literal. **Throws** UNSUPPORTED_VALUE for U+0000. */
  text(value: string): string;
  /** A cell as SQL. **Throws** UNSUPPORTED_VALUE; also for what the engine holds by its {@link shape}. */
  literal(type: LogicalType, cell: Cell): string;
  /** A codec's cell as the value to bind for a column of this type. */
  parameter(type: LogicalType, cell: Cell): Cell;
}

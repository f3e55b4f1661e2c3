import type { Cell } from '#libs/codec';
import { ENVELOPE, type Ledger, type LedgerEntry, type LogicalKind } from '#libs/table-model';
import { columnCommentText } from './comment-text.js';
import { assertName, engineNameOf, proven } from './define-dialect.js';
import type { Dialect, DialectLimits, DialectProof, StatementCost, StatementKind } from './dialect.js';
import { liveEntries } from './limits.js';
import { hexText } from './text-literals.js';

/** What a dialect's file has to say whose engine takes documents in JSON rather than SQL. */
export interface DocumentDefinition {
  readonly name: string;
  readonly title: string;
  readonly proof: DialectProof;
  readonly limits: DialectLimits;
  /** Names of the types, for people; the document may spell them otherwise. */
  readonly types: Readonly<Record<LogicalKind, string>>;
  readonly costs: Readonly<Record<StatementKind, StatementCost>>;
  /** Every match, global and Unicode, is something that no name may hold. Default: all may. */
  readonly refusedInNames?: RegExp;
  /** Value for JSON.stringify; null before makes the table, an answer of null means that nothing changed. */
  readonly document: (before: Ledger | null, after: Ledger) => object | null;
}

/** A column of a document: a name that the engine takes, an id that no other column of the table ever has. */
export interface DocumentField {
  /** 1.. : the envelope's places, then those of the ledger, dropped columns counted. */
  readonly id: number;
  readonly name: string;
  readonly kind: LogicalKind;
  readonly required: boolean;
  readonly comment: string | null;
}

/** Makes a dialect of documents. Names are JSON strings, literals JSON values. */
export function defineDocument(definition: DocumentDefinition): Dialect {
  const { name, title, proof, limits, types, costs, refusedInNames } = definition;
  return {
    name,
    title,
    proof,
    limits,
    hasComments: true,
    addsIfMissing: true,
    enforcesKey: false,
    costs: { ...costs, createTable: proven(costs.createTable, proof) },
    typeChanges: {},
    session: [],
    waivers: [],
    words: null,
    document: (before, after) => {
      const document = definition.document(before, after);
      return document === null ? null : JSON.stringify(document, null, 2);
    },
    engineName: (identifier) => engineNameOf(refusedInNames, identifier),
    quote: (identifier) => {
      assertName(title, limits, identifier);
      return JSON.stringify(engineNameOf(refusedInNames, identifier));
    },
    type: (type) => types[type.kind],
    columnType: ({ type, nullable }) => (nullable ? types[type.kind] : `${types[type.kind]}, required`),
    constraint: () => '',
    text: (value) => {
      assertName(title, { ...limits, identifierBytes: Infinity }, value === '' ? ' ' : value);
      return JSON.stringify(value);
    },
    literal: (_type, cell) => cellJson(cell),
    parameter: (_type, cell) => cell,
  };
}

/** The columns of a ledger's table as a document lists them: the envelope first, dropped columns left out. */
export function documentFields(
  ledger: Ledger,
  engineName: (name: string) => string,
): readonly DocumentField[] {
  const envelope = ENVELOPE.map(({ name, type, nullable, comment }, index) => ({
    id: index + 1,
    name,
    kind: type.kind,
    required: !nullable,
    comment,
  }));
  return [...envelope, ...liveEntries(ledger).map((entry) => documentField(entry, engineName))];
}

/** The highest id that a table ever gave to a column. */
export function lastFieldId(ledger: Ledger): number {
  return ENVELOPE.length + ledger.entries.length;
}

function documentField(entry: LedgerEntry, engineName: (name: string) => string): DocumentField {
  return {
    id: ENVELOPE.length + entry.columnId,
    name: engineName(entry.name),
    kind: entry.type.kind,
    required: false,
    comment: columnCommentText(entry)?.replaceAll('\0', '') ?? null,
  };
}

// JSON has no numbers beyond the finite ones, and no bytes; hex is how Iceberg writes them in metadata.
function cellJson(cell: Cell): string {
  if (typeof cell === 'bigint') return cell.toString();
  if (typeof cell === 'number' && !Number.isFinite(cell)) return JSON.stringify(String(cell));
  if (cell instanceof Uint8Array) return JSON.stringify(hexText(cell));
  return JSON.stringify(cell);
}

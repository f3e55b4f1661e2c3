import type { Cell } from '#libs/codec';
import {
  ENVELOPE,
  fieldIdOf,
  nestedIdsOf,
  shapeOf,
  type InnerShape,
  type Ledger,
  type LedgerEntry,
  type LogicalKind,
  type LogicalType,
  type NestedShape,
} from '#libs/table-model';
import { columnCommentText } from './comment-text.js';
import { assertName, engineNameOf, proven } from './define-dialect.js';
import type { Dialect, DialectLimits, DialectProof, DialectRows } from './dialect.js';
import { liveEntries } from './limits.js';
import { NEVER_GROWS, type DefinedCosts } from './nested-words.js';
import { hexText } from './text-literals.js';

/** What a dialect's file has to say whose engine takes documents in JSON rather than SQL. */
export interface DocumentDefinition {
  readonly name: string;
  readonly title: string;
  readonly proof: DialectProof;
  readonly limits: DialectLimits;
  /** Names of the types, for people; the document may spell them otherwise. */
  readonly types: Readonly<Record<LogicalKind, string>>;
  readonly rows: DialectRows;
  readonly costs: DefinedCosts;
  /** Names a list, map or struct for people. Absent: the documents say JSON for them. */
  readonly nestedType?: (shape: NestedShape) => string;
  /** Every match, global and Unicode, is something that no name may hold. Default: all may. */
  readonly refusedInNames?: RegExp;
  /** Value for JSON.stringify; null before makes the table, an answer of null means that nothing changed. */
  readonly document: (before: Ledger | null, after: Ledger) => object | null;
}

/** A column of a document: a name that the engine takes, an id that no other column of the table ever has. */
export interface DocumentField {
  readonly id: number;
  readonly name: string;
  readonly kind: LogicalKind;
  /** What lies inside; null when nothing does. */
  readonly inside: InsideField | null;
  readonly required: boolean;
  readonly comment: string | null;
}

/** What lies inside of a column of a document. */
export interface InsideField {
  readonly shape: NestedShape;
  /** Ids by the paths of `nestedPaths`. */
  readonly ids: ReadonlyMap<string, number>;
}

/** Makes a dialect of documents. Names are JSON strings, literals JSON values. */
export function defineDocument(definition: DocumentDefinition): Dialect {
  const { name, title, proof, limits, types, costs, refusedInNames, nestedType } = definition;
  const shape = (type: LogicalType): NestedShape | null =>
    nestedType === undefined ? null : (shapeOf(type) ?? null);
  const typeOf = (type: LogicalType): string => {
    const held = shape(type);
    return held === null ? types[type.kind] : nestedType!(held);
  };
  const innerType = (inner: InnerShape): string =>
    inner.kind === 'leaf' ? types[inner.type.kind] : typeOf({ kind: 'json', shape: inner });
  return {
    name,
    title,
    proof,
    limits,
    hasComments: true,
    addsIfMissing: true,
    enforcesKey: false,
    costs: { growColumn: NEVER_GROWS, ...costs, createTable: proven(costs.createTable, proof) },
    typeChanges: {},
    rows: definition.rows,
    expiry: null,
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
    type: typeOf,
    shape,
    fieldType: innerType,
    grow: null,
    columnType: ({ type, nullable }) => (nullable ? typeOf(type) : `${typeOf(type)}, required`),
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
    inside: null,
    required: !nullable,
    comment,
  }));
  return [...envelope, ...liveEntries(ledger).map((entry) => documentField(entry, engineName))];
}

function documentField(entry: LedgerEntry, engineName: (name: string) => string): DocumentField {
  return {
    id: fieldIdOf(entry),
    name: engineName(entry.name),
    kind: entry.type.kind,
    inside: insideOf(entry),
    required: false,
    comment: columnCommentText(entry)?.replaceAll('\0', '') ?? null,
  };
}

function insideOf(entry: LedgerEntry): InsideField | null {
  const shape = shapeOf(entry.type);
  return shape === undefined ? null : { shape, ids: nestedIdsOf(entry) };
}

// JSON has no numbers beyond the finite ones, and no bytes; hex is how Iceberg writes them in metadata.
function cellJson(cell: Cell): string {
  if (typeof cell === 'bigint') return cell.toString();
  if (typeof cell === 'number' && !Number.isFinite(cell)) return JSON.stringify(String(cell));
  if (cell instanceof Uint8Array) return JSON.stringify(hexText(cell));
  return JSON.stringify(cell);
}

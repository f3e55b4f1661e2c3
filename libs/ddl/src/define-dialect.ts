import type { Cell, CellForm } from '#libs/codec';
import { RegistryError } from '#libs/errors';
import {
  markIdentifier,
  type InnerShape,
  type LeafShape,
  type LogicalKind,
  type LogicalType,
  type NestedShape,
} from '#libs/table-model';
import type {
  ColumnShape,
  Dialect,
  DialectLimits,
  DialectExpiry,
  DialectProof,
  DialectRows,
  LintWaiver,
  StatementCost,
  TypeChange,
} from './dialect.js';
import { NEVER_GROWS, heldShape, nestedType, type DefinedCosts, type NestedWords } from './nested-words.js';
import { doubledText, hexText } from './text-literals.js';
import { STANDARD_WORDS, type SqlWords } from './words.js';

/** What a dialect's file has to say; everything that dialects have in common is added by {@link defineDialect}. */
export interface DialectDefinition {
  readonly name: string;
  readonly title: string;
  readonly proof: DialectProof;
  readonly limits: DialectLimits;
  readonly types: Readonly<Record<LogicalKind, string>>;
  /** Types of columns whose form asks for another one than their kind does. */
  readonly formTypes?: Readonly<Partial<Record<CellForm, string>>>;
  /** A type with the engine's words for null. Default: `NOT NULL` behind those that refuse it. */
  readonly nullability?: (type: string, nullable: boolean) => string;
  /** `growColumn` is left out where columns never grow inside. */
  readonly costs: DefinedCosts;
  /** How lists, maps and structs are said. Default: all of them are JSON. */
  readonly nested?: NestedWords;
  readonly typeChanges?: Readonly<Partial<Record<TypeChange, StatementCost>>>;
  readonly hasComments: boolean;
  readonly addsIfMissing: boolean;
  /** False when the engine only notes the key. Default: true. */
  readonly enforcesKey?: boolean;
  readonly rows: DialectRows;
  /** Default: the engine removes no rows by itself. */
  readonly expiry?: DialectExpiry;
  /** What a script begins with. Default: nothing. */
  readonly session?: readonly string[];
  /** Default: none. */
  readonly waivers?: readonly LintWaiver[];
  /** What is worded otherwise than {@link STANDARD_WORDS}. */
  readonly words?: Partial<SqlWords>;
  /** Opens and closes an identifier; doubled inside. Default: `"`. */
  readonly quoteMark?: string;
  /** Escapes a backslash by a backslash inside identifiers too. Default: false. */
  readonly backslashNames?: boolean;
  /** Every match, global and Unicode, is something that no name of the engine may hold. Default: all may. */
  readonly refusedInNames?: RegExp;
  /** Extra words after the type of a column of this kind; gets the quoted name. */
  readonly constraints?: Readonly<Partial<Record<LogicalKind, (quotedName: string) => string>>>;
  /** Text as a literal. Default: quotes doubled. */
  readonly textLiteral?: (value: string) => string;
  readonly bytesLiteral: (hex: string) => string;
  /** A NaN or infinity as SQL. */
  readonly nonFiniteLiteral: (value: number) => string;
  /** Wraps the plain literal of a kind that the engine does not take from text or a number; null cells never get here. */
  readonly literals?: Readonly<Partial<Record<LogicalKind, (literal: string) => string>>>;
  /** Kinds whose cells are bound otherwise than the codec delivers them; null cells never get here. */
  readonly parameters: Readonly<Partial<Record<LogicalKind, (cell: NonNullable<Cell>) => Cell>>>;
}

/** Makes a dialect of its definition. */
export function defineDialect(definition: DialectDefinition): Dialect {
  const { name, title, proof, limits, costs, hasComments, addsIfMissing } = definition;
  const parameter = (type: LogicalType, cell: Cell): Cell => {
    const convert = definition.parameters[type.kind];
    return cell === null || convert === undefined ? cell : convert(cell);
  };
  const shape = (type: LogicalType): NestedShape | null => heldShape(definition.nested, type);
  return {
    name,
    title,
    proof,
    limits,
    hasComments,
    addsIfMissing,
    enforcesKey: definition.enforcesKey ?? true,
    costs: { growColumn: NEVER_GROWS, ...costs, createTable: proven(costs.createTable, proof) },
    typeChanges: definition.typeChanges ?? {},
    rows: definition.rows,
    expiry: definition.expiry ?? null,
    session: definition.session ?? [],
    waivers: definition.waivers ?? [],
    words: { ...STANDARD_WORDS, ...definition.words },
    document: null,
    engineName: (identifier) => engineNameOf(definition.refusedInNames, identifier),
    quote: (identifier) => quoteIdentifier(definition, identifier),
    type: (type) => typeOf(definition, { type, form: null }),
    shape,
    fieldType: (inner) => innerTypeOf(definition, inner, true),
    grow: definition.nested?.grow ?? null,
    columnType: (shape) => columnTypeOf(definition, shape),
    constraint: (quotedName, type) => definition.constraints?.[type.kind]?.(quotedName) ?? '',
    text: (value) => textOf(definition, value),
    literal: (type, cell) => {
      if (cell !== null && shape(type) !== null)
        throw unsupported(type.kind, `${title} takes lists, maps and structs as bound values only`);
      const plain = cellLiteral(definition, parameter(type, cell));
      return plain === 'NULL' ? plain : (definition.literals?.[type.kind]?.(plain) ?? plain);
    },
    parameter,
  };
}

const SAID: Readonly<Record<DialectProof['level'], (on: string | null) => string>> = {
  executed: (on) => `Executed in the tests on ${on}.`,
  tried: (on) => `Tried by hand on ${on}; the tests do not run it by themselves.`,
  rendered: () => 'Rendered only: never run on the engine.',
};

/** A cost whose note also says how far the dialect was proven. */
export function proven(statementCost: StatementCost, { level, on }: DialectProof): StatementCost {
  const { note } = statementCost;
  const said = SAID[level](on);
  return { ...statementCost, note: note === null ? said : `${note} ${said}` };
}

/** The name that an engine gets which refuses the matches of `refused` in names. */
export function engineNameOf(refused: RegExp | undefined, identifier: string): string {
  if (refused === undefined) return identifier;
  const cleaned = identifier.replaceAll(refused, '_');
  return cleaned === identifier ? identifier : markIdentifier(cleaned, identifier);
}

/** Checks a name against the limits that every engine has. **Throws** UNSUPPORTED_VALUE. */
export function assertName(title: string, limits: DialectLimits, identifier: string): void {
  const sizeBytes = new TextEncoder().encode(identifier).length;
  // Engines cut long identifiers silently, and then two names are one.
  if (sizeBytes > limits.identifierBytes) {
    throw unsupported(identifier, `${title} takes names of at most ${limits.identifierBytes} bytes`);
  }
  if (identifier === '' || identifier.includes('\0')) {
    throw unsupported(identifier, `${title} takes no empty name and no U+0000`);
  }
}

function quoteIdentifier(definition: DialectDefinition, identifier: string): string {
  const { limits, quoteMark = '"', title } = definition;
  assertName(title, limits, identifier);
  const name = engineNameOf(definition.refusedInNames, identifier);
  const escaped = definition.backslashNames === true ? name.replaceAll('\\', '\\\\') : name;
  return quoteMark + escaped.replaceAll(quoteMark, quoteMark + quoteMark) + quoteMark;
}

function columnTypeOf(definition: DialectDefinition, { type, form, nullable, given }: ColumnShape): string {
  const bare = given ?? typeOf(definition, { type, form });
  // An empty list says that there is none, where an engine has no NULL for one.
  if (nullable && given === undefined && heldShape(definition.nested, type) !== null) return bare;
  if (definition.nullability !== undefined) return definition.nullability(bare, nullable);
  return nullable ? bare : `${bare} NOT NULL`;
}

function typeOf(definition: DialectDefinition, { type, form }: Omit<ColumnShape, 'nullable'>): string {
  const held = heldShape(definition.nested, type);
  if (held !== null) return innerTypeOf(definition, held, false);
  return (form === null ? undefined : definition.formTypes?.[form]) ?? definition.types[type.kind];
}

function innerTypeOf(definition: DialectDefinition, inner: InnerShape, nullable: boolean): string {
  const { nested, nullability } = definition;
  const leaf = ({ type, form }: LeafShape, mayBeNull: boolean): string => {
    const bare = typeOf(definition, { type, form });
    return mayBeNull && nullability !== undefined ? nullability(bare, true) : bare;
  };
  const quote = (name: string): string => quoteIdentifier(definition, name);
  return nested === undefined ? definition.types.json : nestedType({ nested, leaf, quote }, inner, nullable);
}

function textOf(definition: DialectDefinition, value: string): string {
  if (value.includes('\0')) throw unsupported(value, `${definition.title} takes no U+0000 in text`);
  return (definition.textLiteral ?? doubledText)(value);
}

function cellLiteral(definition: DialectDefinition, cell: Cell): string {
  if (cell === null) return 'NULL';
  switch (typeof cell) {
    case 'boolean':
      return cell ? 'TRUE' : 'FALSE';
    case 'bigint':
      return cell.toString();
    case 'number':
      return Number.isFinite(cell) ? String(cell) : definition.nonFiniteLiteral(cell);
    case 'string':
      return textOf(definition, cell);
    default:
      return definition.bytesLiteral(hexText(cell));
  }
}

function unsupported(name: string, problem: string): RegistryError {
  // A hostile name may be megabytes long or hold what a terminal obeys.
  return new RegistryError('UNSUPPORTED_VALUE', { column: JSON.stringify(name.slice(0, 80)), problem });
}

import type { Cell } from '#libs/codec';
import { RegistryError } from '#libs/errors';
import type { LogicalKind, LogicalType } from '#libs/table-model';
import type { Dialect, DialectLimits, StatementCost, StatementKind } from './dialect.js';

/** What a dialect's file has to say; everything that dialects have in common is added by {@link defineDialect}. */
export interface DialectDefinition {
  readonly name: string;
  readonly title: string;
  readonly limits: DialectLimits;
  readonly types: Readonly<Record<LogicalKind, string>>;
  readonly costs: Readonly<Record<StatementKind, StatementCost>>;
  readonly hasComments: boolean;
  readonly addsIfMissing: boolean;
  readonly tableSuffix?: string;
  /** Opens and closes an identifier; doubled inside. Default: `"`. */
  readonly quoteMark?: string;
  /** Extra words after the type of a column of this kind; gets the quoted name. */
  readonly constraints?: Readonly<Partial<Record<LogicalKind, (quotedName: string) => string>>>;
  /** Text that holds a backslash as a literal. Default: as any other text. */
  readonly escapedText?: (value: string) => string;
  readonly bytesLiteral: (hex: string) => string;
  /** A NaN or infinity as SQL. */
  readonly nonFiniteLiteral: (value: number) => string;
  /** Kinds whose cells are bound otherwise than the codec delivers them; null cells never get here. */
  readonly parameters: Readonly<Partial<Record<LogicalKind, (cell: NonNullable<Cell>) => Cell>>>;
}

/** Makes a dialect of its definition. */
export function defineDialect(definition: DialectDefinition): Dialect {
  const { name, title, limits, types, costs, hasComments, addsIfMissing, tableSuffix = '' } = definition;
  const parameter = (type: LogicalType, cell: Cell): Cell => {
    const convert = definition.parameters[type.kind];
    return cell === null || convert === undefined ? cell : convert(cell);
  };
  return {
    name,
    title,
    limits,
    hasComments,
    addsIfMissing,
    costs,
    tableSuffix,
    quote: (identifier) => quoteIdentifier(definition, identifier),
    type: (type) => types[type.kind],
    constraint: (quotedName, type) => definition.constraints?.[type.kind]?.(quotedName) ?? '',
    text: (value) => textLiteral(definition, value),
    literal: (type, cell) => cellLiteral(definition, parameter(type, cell)),
    parameter,
  };
}

function quoteIdentifier(definition: DialectDefinition, identifier: string): string {
  const { limits, quoteMark = '"', title } = definition;
  const sizeBytes = new TextEncoder().encode(identifier).length;
  // Engines cut long identifiers silently, and then two names are one.
  if (sizeBytes > limits.identifierBytes) {
    throw unsupported(identifier, `${title} takes names of at most ${limits.identifierBytes} bytes`);
  }
  if (identifier === '' || identifier.includes('\0')) {
    throw unsupported(identifier, `${title} takes no empty name and no U+0000`);
  }
  return quoteMark + identifier.replaceAll(quoteMark, quoteMark + quoteMark) + quoteMark;
}

function textLiteral(definition: DialectDefinition, value: string): string {
  if (value.includes('\0')) throw unsupported(value, `${definition.title} takes no U+0000 in text`);
  if (value.includes('\\') && definition.escapedText !== undefined) return definition.escapedText(value);
  return `'${value.replaceAll("'", "''")}'`;
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
      return textLiteral(definition, cell);
    default:
      return definition.bytesLiteral(hexOf(cell));
  }
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function unsupported(name: string, problem: string): RegistryError {
  // A hostile name may be megabytes long or hold what a terminal obeys.
  return new RegistryError('UNSUPPORTED_VALUE', { column: JSON.stringify(name.slice(0, 80)), problem });
}

import { findMessage, type Schema } from '#libs/descriptors';
import { RegistryError } from '#libs/errors';
import {
  advanceLedger,
  buildTable,
  claimTable,
  eventMessages,
  type Ledger,
  type TableFinding,
} from '#libs/table-model';

/** The tables of a schema that no registry knows yet. */
export interface NewTables {
  readonly ledgers: readonly Ledger[];
  readonly findings: readonly TableFinding[];
}

const FIRST_VERSION = 1;

/** Tables of a schema's event messages, or of one message. **Throws** MESSAGE_NOT_FOUND. */
export function tablesOf(schema: Schema, subject: string, message: string | null): NewTables {
  const ledgers: Ledger[] = [];
  const findings: TableFinding[] = [];
  for (const desc of eventMessages(schema, message === null ? undefined : [nameIn(schema, message)])) {
    const taken = ledgers.map(({ table }) => table);
    const model = claimTable(buildTable(desc), taken);
    const advanced = advanceLedger(null, subject, model, FIRST_VERSION);
    ledgers.push(advanced.ledger);
    findings.push(...model.findings, ...advanced.findings);
  }
  return { ledgers, findings };
}

function nameIn(schema: Schema, message: string): string {
  const desc = findMessage(schema, message);
  if (desc !== null) return desc.typeName;
  throw messageNotFound(schema, message);
}

/** That a schema has no such message, with the ones that it has. */
export function messageNotFound(schema: Schema, message: string): RegistryError {
  const known = eventMessages(schema).map((desc) => desc.typeName);
  return new RegistryError('MESSAGE_NOT_FOUND', { type: message, known: known.join(', ') || 'none' });
}

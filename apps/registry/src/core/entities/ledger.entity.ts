import { EntitySchema } from 'typeorm';
import type { Ledger } from '#libs/table-model';
import { intColumn, jsonColumn, textColumn } from './columns.js';

/** A table's column ledger as it stood after a version. */
export interface LedgerRow {
  subjectId: number;
  message: string;
  version: number;
  fingerprint: string;
  ledger: Ledger;
}

export const ledgerEntity = (): EntitySchema<LedgerRow> =>
  new EntitySchema<LedgerRow>({
    name: 'ledger',
    columns: {
      subjectId: intColumn('subject_id', { primary: true }),
      message: textColumn(undefined, { primary: true }),
      version: intColumn(undefined, { primary: true }),
      fingerprint: textColumn(),
      ledger: jsonColumn(),
    },
  });

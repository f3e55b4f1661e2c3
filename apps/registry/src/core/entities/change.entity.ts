import { EntitySchema } from 'typeorm';
import { intColumn, jsonColumn, textColumn } from './columns.js';

/** An entry of the change feed. Ids grow in the order in which transactions commit. */
export interface ChangeRow {
  id: number;
  kind: string;
  subject: string;
  /** 0 when the change is of no version. */
  version: number;
  /** Empty when the change is of no schema. */
  fingerprint: string;
  at: string;
  details: Readonly<Record<string, string>>;
}

export const changeEntity = (): EntitySchema<ChangeRow> =>
  new EntitySchema<ChangeRow>({
    name: 'change',
    columns: {
      id: intColumn(undefined, { primary: true, generated: 'increment' }),
      kind: textColumn(),
      subject: textColumn(),
      version: intColumn(),
      fingerprint: textColumn(),
      at: textColumn(),
      details: jsonColumn(),
    },
  });

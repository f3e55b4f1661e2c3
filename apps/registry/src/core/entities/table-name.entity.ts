import { EntitySchema } from 'typeorm';
import { intColumn, textColumn } from './columns.js';

/** Who owns a physical table's name: the first (subject, message) that asked for it. */
export interface TableNameRow {
  name: string;
  subjectId: number;
  message: string;
}

export const tableNameEntity = (): EntitySchema<TableNameRow> =>
  new EntitySchema<TableNameRow>({
    name: 'table_name',
    columns: {
      name: textColumn(undefined, { primary: true }),
      subjectId: intColumn('subject_id'),
      message: textColumn(),
    },
  });

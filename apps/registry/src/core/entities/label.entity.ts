import { EntitySchema } from 'typeorm';
import { intColumn, textColumn } from './columns.js';

/** A movable name on a version. */
export interface LabelRow {
  subjectId: number;
  name: string;
  version: number;
}

export const labelEntity = (): EntitySchema<LabelRow> =>
  new EntitySchema<LabelRow>({
    name: 'label',
    columns: {
      subjectId: intColumn('subject_id', { primary: true }),
      name: textColumn(undefined, { primary: true }),
      version: intColumn(),
    },
  });

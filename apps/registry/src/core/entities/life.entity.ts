import { EntitySchema } from 'typeorm';
import { intColumn, textColumn } from './columns.js';

/** What a number once meant in a subject, for ever. See libs/compat. */
export interface LifeRow {
  subjectId: number;
  kind: 'field' | 'enumValue';
  owner: string;
  number: number;
  name: string;
  signature: string;
  fingerprint: string;
  firstVersion: number;
  lastVersion: number;
}

export const lifeEntity = (): EntitySchema<LifeRow> =>
  new EntitySchema<LifeRow>({
    name: 'life',
    columns: {
      subjectId: intColumn('subject_id', { primary: true }),
      kind: textColumn(undefined, { primary: true }),
      owner: textColumn(undefined, { primary: true }),
      number: intColumn(undefined, { primary: true }),
      name: textColumn(undefined, { primary: true }),
      signature: textColumn(undefined, { primary: true }),
      fingerprint: textColumn(),
      firstVersion: intColumn('first_version'),
      lastVersion: intColumn('last_version'),
    },
  });

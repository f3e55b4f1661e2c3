import { EntitySchema } from 'typeorm';
import { intColumn, textColumn } from './columns.js';

/** A name under which versions are registered. Kept when its versions are gone, so that its history is too. */
export interface SubjectRow {
  id: number;
  context: string;
  /** Name inside the context. */
  name: string;
  /** The number that the next new version gets. */
  nextVersion: number;
  createdAt: string;
}

export const subjectEntity = (): EntitySchema<SubjectRow> =>
  new EntitySchema<SubjectRow>({
    name: 'subject',
    columns: {
      id: intColumn(undefined, { primary: true, generated: 'increment' }),
      context: textColumn(),
      name: textColumn(),
      nextVersion: intColumn('next_version'),
      createdAt: textColumn('created_at'),
    },
  });

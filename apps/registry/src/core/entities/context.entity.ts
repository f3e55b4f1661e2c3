import { EntitySchema } from 'typeorm';
import { intColumn, textColumn } from './columns.js';

/** A name space of subjects and schema ids. The default one is ".". */
export interface ContextRow {
  name: string;
  /** The schema id that the next new content gets. */
  nextId: number;
}

export const contextEntity = (): EntitySchema<ContextRow> =>
  new EntitySchema<ContextRow>({
    name: 'context',
    columns: { name: textColumn(undefined, { primary: true }), nextId: intColumn('next_id') },
  });

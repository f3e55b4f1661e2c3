import { EntitySchema } from 'typeorm';
import { intColumn, textColumn } from './columns.js';

/** The integer by which a context knows a content. */
export interface SchemaIdRow {
  context: string;
  id: number;
  /** Digest of fingerprint, references and metadata. */
  contentKey: string;
  fingerprint: string;
}

export const schemaIdEntity = (): EntitySchema<SchemaIdRow> =>
  new EntitySchema<SchemaIdRow>({
    name: 'schema_id',
    columns: {
      context: textColumn(undefined, { primary: true }),
      id: intColumn(undefined, { primary: true }),
      contentKey: textColumn('content_key'),
      fingerprint: textColumn(),
    },
  });

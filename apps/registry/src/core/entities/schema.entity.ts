import { EntitySchema } from 'typeorm';
import { bytesColumn, textColumn, type DatabaseKind } from './columns.js';

/** A schema, addressed by its content. Never changed and never removed. */
export interface SchemaRow {
  fingerprint: string;
  /** First 32 hex digits of the fingerprint: what events carry. */
  prefix: string;
  /** See VersionRow. */
  format: string;
  canonical: Uint8Array;
  createdAt: string;
}

export const schemaEntity = (kind: DatabaseKind): EntitySchema<SchemaRow> =>
  new EntitySchema<SchemaRow>({
    name: 'schema',
    columns: {
      fingerprint: textColumn(undefined, { primary: true }),
      prefix: textColumn(),
      format: textColumn(),
      canonical: bytesColumn(kind),
      createdAt: textColumn('created_at'),
    },
  });

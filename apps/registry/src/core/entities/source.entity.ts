import { EntitySchema } from 'typeorm';
import type { SourceFile } from '#libs/compiler';
import { bytesColumn, jsonColumn, textColumn, type DatabaseKind } from './columns.js';

/** The texts that a schema was compiled from. Several texts (other comments, other formatting) may be one schema. */
export interface SourceRow {
  /** SHA-256 over files and imports. */
  digest: string;
  fingerprint: string;
  files: readonly SourceFile[];
  /** FileDescriptorSet with source info and imports. */
  image: Uint8Array;
}

export const sourceEntity = (kind: DatabaseKind): EntitySchema<SourceRow> =>
  new EntitySchema<SourceRow>({
    name: 'source',
    columns: {
      digest: textColumn(undefined, { primary: true }),
      fingerprint: textColumn(),
      files: jsonColumn(),
      image: bytesColumn(kind),
    },
  });

import { EntitySchema } from 'typeorm';
import type { Verdict } from '#libs/compat';
import { intColumn, jsonColumn, textColumn } from './columns.js';

/** Where a version is in its life. */
export type VersionState = 'DRAFT' | 'ACTIVE' | 'DEPRECATED' | 'SUNSET' | 'RETIRED';

/** All states, in the order of a version's life. */
export const VERSION_STATES: readonly VersionState[] = ['DRAFT', 'ACTIVE', 'DEPRECATED', 'SUNSET', 'RETIRED'];

/** A version of a subject. Its content never changes; its state and deletion do. */
export interface VersionRow {
  subjectId: number;
  version: number;
  schemaId: number;
  fingerprint: string;
  /** What kind of schema it is: PROTOBUF, or the name of a text that the core keeps without reading it. */
  format: string;
  sourceDigest: string;
  contentKey: string;
  metadata: Readonly<Record<string, string>>;
  author: string;
  reason: string;
  /** The verdict under which it was accepted. */
  verdict: Verdict;
  state: VersionState;
  createdAt: string;
  /** When it was soft-deleted; null while it is live. */
  deletedAt: string | null;
}

export const versionEntity = (): EntitySchema<VersionRow> =>
  new EntitySchema<VersionRow>({
    name: 'version',
    columns: {
      subjectId: intColumn('subject_id', { primary: true }),
      version: intColumn(undefined, { primary: true }),
      schemaId: intColumn('schema_id'),
      fingerprint: textColumn(),
      format: textColumn(),
      sourceDigest: textColumn('source_digest'),
      contentKey: textColumn('content_key'),
      metadata: jsonColumn(),
      author: textColumn(),
      reason: textColumn(),
      verdict: jsonColumn(),
      state: textColumn(),
      createdAt: textColumn('created_at'),
      deletedAt: textColumn('deleted_at', { nullable: true }),
    },
  });

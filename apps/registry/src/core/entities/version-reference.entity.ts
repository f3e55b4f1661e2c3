import { EntitySchema } from 'typeorm';
import { intColumn, textColumn } from './columns.js';

/** An import of a version that another subject's version provides. */
export interface VersionReferenceRow {
  subjectId: number;
  version: number;
  /** Import path as written. */
  name: string;
  targetSubjectId: number;
  targetVersion: number;
}

export const versionReferenceEntity = (): EntitySchema<VersionReferenceRow> =>
  new EntitySchema<VersionReferenceRow>({
    name: 'version_reference',
    columns: {
      subjectId: intColumn('subject_id', { primary: true }),
      version: intColumn(undefined, { primary: true }),
      name: textColumn(undefined, { primary: true }),
      targetSubjectId: intColumn('target_subject_id'),
      targetVersion: intColumn('target_version'),
    },
  });

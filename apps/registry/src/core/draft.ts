import type { VersionRow } from './entities/version.entity.js';
import type { ReferenceRequest } from './services/references.service.js';

/** A proposal kept under a label: a version in state DRAFT without number (0) and id (0). No history has it. */
export interface DraftVersion extends VersionRow {
  readonly label: string;
  readonly references: readonly ReferenceRequest[];
}

/** True for what is kept under a label alone, false for what has a number. */
export function isDraft(version: VersionRow): version is DraftVersion {
  return version.version === 0;
}

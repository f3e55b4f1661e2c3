import type { SchemasRepository } from './schemas.repository.js';
import type { SubjectsRepository } from './subjects.repository.js';
import type { TablesRepository } from './tables.repository.js';
import type { VersionsRepository } from './versions.repository.js';

export type { NewChange } from './changes.repository.js';
export type { LockedSubjects } from './subjects.repository.js';

/** Where a publication is written. */
export interface Stores {
  readonly subjects: SubjectsRepository;
  readonly versions: VersionsRepository;
  readonly schemas: SchemasRepository;
  readonly tables: TablesRepository;
}

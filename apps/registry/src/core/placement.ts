import { RegistryError } from '#libs/errors';
import type { SubjectRow } from './entities/subject.entity.js';
import type { VersionRow } from './entities/version.entity.js';
import type { ResolvedReference } from './services/references.service.js';
import { formatSubjectName, type SubjectName } from './subject-name.js';

/** What the caller chose of a version that would else be given. */
export interface Placement {
  /** Id in the context; null: the next. */
  readonly id: number | null;
  /** Null: the next. */
  readonly version: number | null;
  /** True for a version that was accepted elsewhere: it is not judged, and numbers may be left out before it. */
  readonly imported: boolean;
  /** True for what is published whatever the verdict would be: the version says that its level was NONE. */
  readonly unjudged?: boolean;
  /** Metadata property whose values divide versions into streams, each judged by itself; null: there is one stream. */
  readonly streamProperty: string | null;
  /** Whether tables must take it as they are, whatever settings say of them; see `logically`. */
  readonly logical?: boolean;
  /** GUID of what is published, made of its references; none: that of its fingerprint. An id keeps the first that it got. */
  readonly guidOf?: (references: readonly ResolvedReference[]) => string;
}

/** **Throws** PLACE_TAKEN when a version may not have the number that was chosen. */
export function refusePlacement(subject: SubjectRow, { version, imported }: Placement): void {
  const { nextVersion } = subject;
  if (version === null || version === nextVersion || (imported && version > nextVersion)) return;
  const problem = `the next is ${nextVersion}.`;
  const params = { subject: formatSubjectName(subject), what: 'version', value: version, problem };
  throw new RegistryError('PLACE_TAKEN', params);
}

/** Content that comes from elsewhere with its place must not be here in another. **Throws** PLACE_TAKEN. */
export function refuseOtherPlace(existing: VersionRow, name: SubjectName, placement: Placement): void {
  if (!placement.imported) return;
  const subject = formatSubjectName(name);
  const { version, schemaId } = existing;
  if (placement.id !== null && placement.id !== schemaId) {
    const problem = `the schema has id ${schemaId}.`;
    throw new RegistryError('PLACE_TAKEN', {
      subject: name.context,
      what: 'id',
      value: placement.id,
      problem,
    });
  }
  if (placement.version !== null && placement.version !== version) {
    const problem = `its content is version ${version}.`;
    throw new RegistryError('PLACE_TAKEN', { subject, what: 'version', value: placement.version, problem });
  }
}

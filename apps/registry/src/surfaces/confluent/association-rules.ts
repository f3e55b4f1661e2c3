import type { Association } from '../../core/repositories/associations.repository.js';
import { formatSubjectName } from '../../core/subject-name.js';
import type { Resource, WantedAssociation } from './association-body.js';
import { FAILURES } from './confluent-error.js';

/** What there is already. */
export interface Present {
  /** That of the same resource for the same purpose. */
  readonly own: Association | null;
  /** Those of the same subject, with `own` among them. */
  readonly ofSubject: readonly Association[];
}

/** How an association is made. */
export interface Making {
  /** False when one that is there may be changed. */
  readonly createOnly: boolean;
  /** Whether a schema comes along that the subject does not have. */
  readonly newSchema: boolean;
  /** GUID of one that is not there yet. */
  readonly guid: string;
}

/** The association as it will be. **Throws** 40903, 40904, 40905, 40908, 42212. */
export function settleAssociation(
  resource: Resource,
  wanted: WantedAssociation,
  { own, ofSubject }: Present,
  { createOnly, newSchema, guid }: Making,
): Association {
  if (own !== null) refuseChange(own, wanted, createOnly, newSchema);
  const { resourceName, resourceNamespace, resourceId, resourceType } = resource;
  const made: Association = {
    guid,
    resourceName,
    resourceNamespace,
    resourceId,
    resourceType,
    ...own,
    ...wanted.subject,
    associationType: wanted.associationType,
    lifecycle: wanted.lifecycle ?? own?.lifecycle ?? 'WEAK',
    frozen: wanted.frozen ?? own?.frozen ?? false,
  };
  if (made.frozen && made.lifecycle === 'WEAK')
    throw FAILURES.invalidAssociation('frozen', 'association with lifecycle of WEAK cannot be frozen');
  refuseOthers(
    made,
    ofSubject.filter((one) => one.guid !== own?.guid),
  );
  return made;
}

/** **Throws** 40908 when one may not be deleted: a frozen one goes only with what it owns. */
export function refuseDeletion(association: Association, cascade: boolean): void {
  if (association.frozen && !cascade)
    throw FAILURES.associationFrozen(association.associationType, formatSubjectName(association));
}

function refuseChange(
  own: Association,
  wanted: WantedAssociation,
  createOnly: boolean,
  newSchema: boolean,
): void {
  const subject = formatSubjectName(own);
  const otherSubject = formatSubjectName(wanted.subject) !== subject;
  const otherTerms =
    (wanted.lifecycle ?? own.lifecycle) !== own.lifecycle || (wanted.frozen ?? own.frozen) !== own.frozen;
  if (createOnly && (otherSubject || otherTerms || newSchema))
    throw FAILURES.associationExists(own.associationType, own.resourceId);
  if (otherSubject) throw FAILURES.invalidAssociation('subject', 'subject of association cannot be changed');
  if (own.frozen && wanted.frozen !== false && (otherTerms || newSchema))
    throw FAILURES.associationFrozen(own.associationType, subject);
}

/** A subject is shared by those that are WEAK, or owned by one. */
function refuseOthers(made: Association, others: readonly Association[]): void {
  const subject = formatSubjectName(made);
  if (others.length > 0 && made.lifecycle === 'STRONG') throw FAILURES.subjectHasAssociation(subject);
  if (others.some(({ lifecycle }) => lifecycle === 'STRONG'))
    throw FAILURES.subjectHasStrongAssociation(subject);
}

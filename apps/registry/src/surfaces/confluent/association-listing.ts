import type { Association } from '../../core/repositories/associations.repository.js';
import { formatSubjectName } from '../../core/subject-name.js';
import { associationTypeOf, lifecycleOf, resourceTypeOf } from './association-body.js';
import { all, one, type Query } from './path.js';

/** An association in Confluent's form. */
export type AssociationJson = Omit<Association, 'context' | 'name'> & { readonly subject: string };

/** What a query says of the associations that it is about. **Throws** 42212. */
export function filterOf(query: Query): (association: Association) => boolean {
  resourceTypeOf(one(query, 'resourceType'));
  const types = all(query, 'associationType').map(associationTypeOf);
  const lifecycle = lifecycleOf(one(query, 'lifecycle'));
  return (association) =>
    (types.length === 0 || types.includes(association.associationType)) &&
    (lifecycle === undefined || association.lifecycle === lifecycle);
}

/** An association as it is listed. */
export function toJson({ context, name, ...rest }: Association): AssociationJson {
  return { subject: formatSubjectName({ context, name }), ...rest };
}

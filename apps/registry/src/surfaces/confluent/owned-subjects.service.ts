import { Inject, Injectable } from '@nestjs/common';
import { AssociationsRepository } from '../../core/repositories/associations.repository.js';
import type { Proposal } from '../../core/services/preparation.service.js';
import { formatSubjectName, parseSubjectName, type SubjectName } from '../../core/subject-name.js';
import { FAILURES } from './confluent-error.js';

/** Subjects that go when their topic does. */
@Injectable()
export class OwnedSubjects {
  constructor(@Inject(AssociationsRepository) private readonly associations: AssociationsRepository) {}

  /** A schema that others refer to can not go with a topic. **Throws** 42205. */
  async refuseReferences(subject: SubjectName, { references }: Proposal): Promise<void> {
    const own = formatSubjectName(subject);
    for (const target of new Set(references.map((one) => formatSubjectName(parseSubjectName(one.subject))))) {
      if (target === own) continue;
      const found = await this.associations.find({ subject: parseSubjectName(target) });
      if (found.some(({ lifecycle }) => lifecycle === 'STRONG'))
        throw FAILURES.notPermitted(
          `Subject '${target}' has a strong association, so that no other subject may refer to it`,
        );
    }
  }
}

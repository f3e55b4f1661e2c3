import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import type { CatalogVersion, Liveness } from '../../core/repositories/catalog.repository.js';
import { Comparing } from '../../core/services/comparing.service.js';
import { isDocument } from '../../core/services/document-store.service.js';
import { Documents } from '../../core/services/documents.service.js';
import type { Proposal } from '../../core/services/preparation.service.js';
import { formatSubjectName, type SubjectName } from '../../core/subject-name.js';
import { Candidates } from './candidates.service.js';
import { FAILURES } from './confluent-error.js';
import { Reading } from './reading.service.js';
import type { RegistrationBody } from './request-body.js';

/** Finds what is registered by its content. */
@Injectable()
export class LookingUp {
  constructor(
    @Inject(Reading) private readonly reading: Reading,
    @Inject(Candidates) private readonly candidates: Candidates,
    @Inject(Comparing) private readonly comparing: Comparing,
    @Inject(Documents) private readonly documents: Documents,
  ) {}

  /** The subject's version of that content. **Throws** 40401, 40403, 42201. */
  async find(
    subject: SubjectName,
    body: RegistrationBody,
    { liveness, normalize }: { readonly liveness: Liveness; readonly normalize: boolean },
  ): Promise<CatalogVersion> {
    await this.reading.checkSubject(subject, liveness);
    const proposal = await this.candidates.propose(subject, body, { normalize });
    const version = await this.byContent(subject, proposal, liveness);
    if (version !== null) return version;
    // A client that knows of no metadata and rules means the schema, with whatever it has of them.
    if (body.metadata !== undefined || body.ruleSet !== undefined) throw FAILURES.schemaNotFound();
    const other = isDocument(proposal)
      ? await this.documents.findText(subject, proposal, liveness)
      : await this.comparing.findSchema(subject, proposal, liveness);
    if (other === null) throw FAILURES.schemaNotFound();
    return other;
  }

  /** The subject's version that has the proposal's content, with its references and metadata; null when there is none. */
  byContent(
    subject: SubjectName,
    proposal: Proposal,
    liveness: Liveness = 'live',
  ): Promise<CatalogVersion | null> {
    if (isDocument(proposal)) return this.documents.find(subject, proposal, liveness);
    return this.comparing.find(formatSubjectName(subject), proposal, liveness);
  }

  /** The live version that is as a body says, when what would be registered is something else. */
  async sent(subject: SubjectName, sent: Proposal, proposal: Proposal): Promise<CatalogVersion | null> {
    return isDeepStrictEqual(sent.metadata, proposal.metadata) ? null : this.byContent(subject, sent);
  }
}

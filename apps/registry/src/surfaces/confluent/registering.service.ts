import { Inject, Injectable } from '@nestjs/common';
import type { Verdict } from '#libs/compat';
import { isRegistryError } from '#libs/errors';
import type { VersionRow } from '../../core/entities/version.entity.js';
import type { CatalogVersion } from '../../core/repositories/catalog.repository.js';
import type { RequestContext } from '../../core/request-context.js';
import { formatOf, isDocument } from '../../core/services/document-store.service.js';
import { Documents } from '../../core/services/documents.service.js';
import type { Proposal } from '../../core/services/preparation.service.js';
import { Publishing, type Placement } from '../../core/services/publishing.service.js';
import { formatSubjectName, type SubjectName } from '../../core/subject-name.js';
import { Candidates } from './candidates.service.js';
import { Configs } from './configs.service.js';
import { ContentGuids } from './content-guids.service.js';
import { FAILURES } from './confluent-error.js';
import { Judgements } from './judgements.service.js';
import { LookingUp } from './looking-up.service.js';
import { Modes } from './modes.service.js';
import { OwnedSubjects } from './owned-subjects.service.js';
import type { RegistrationBody } from './request-body.js';
import { Tagging } from './tagging.service.js';

/** Registers schemas. */
@Injectable()
export class Registering {
  constructor(
    @Inject(Candidates) private readonly candidates: Candidates,
    @Inject(LookingUp) private readonly lookingUp: LookingUp,
    @Inject(Publishing) private readonly publishing: Publishing,
    @Inject(Judgements) private readonly judgements: Judgements,
    @Inject(Modes) private readonly modes: Modes,
    @Inject(Configs) private readonly configs: Configs,
    @Inject(Tagging) private readonly tagging: Tagging,
    @Inject(Documents) private readonly documents: Documents,
    @Inject(OwnedSubjects) private readonly owned: OwnedSubjects,
    @Inject(ContentGuids) private readonly guids: ContentGuids,
  ) {}

  /** The version that the schema is or becomes; `force`: without being judged. **Throws** 40901, 42201, 42205 and what the core refuses. */
  async register(
    context: RequestContext,
    subject: SubjectName,
    body: RegistrationBody,
    { force = false, normalize = false } = {},
  ): Promise<CatalogVersion> {
    const imported = await this.modes.checkWritable(subject);
    const placed = placementOf(subject, body, imported);
    const proposed = await this.candidates.propose(subject, body, { normalize, asSent: imported });
    const sent = await this.tagging.applied(subject, body, proposed);
    if (!imported) await this.owned.refuseReferences(subject, sent);
    const proposal = imported ? sent : await this.candidates.complete(subject, body, sent);
    const known = await this.lookingUp.sent(subject, sent, proposal);
    if (known !== null) return known;
    const version = await this.publish(context, subject, proposal, {
      ...placed,
      ...(imported ? { streamProperty: null } : await this.configs.demands(subject, formatOf(proposal))),
      ...this.guids.of(proposal),
      unjudged: force,
    });
    return { ...version, context: subject.context, name: subject.name };
  }

  /** Whether registering would make a version of it. **Throws** what registering would, and changes nothing. */
  async tryOut(subject: SubjectName, body: RegistrationBody, normalize: boolean): Promise<boolean> {
    const imported = await this.modes.checkWritable(subject);
    placementOf(subject, body, imported);
    const sent = await this.candidates.propose(subject, body, { normalize, asSent: imported });
    if (!imported) await this.owned.refuseReferences(subject, sent);
    const proposal = imported ? sent : await this.candidates.complete(subject, body, sent);
    for (const one of [sent, proposal])
      if ((await this.lookingUp.byContent(subject, one)) !== null) return false;
    if (imported) return true;
    const { compatible, messages } = await this.judgements.judge(subject, proposal, null);
    if (!compatible) throw FAILURES.incompatible(formatSubjectName(subject), messages);
    return true;
  }

  private async publish(
    context: RequestContext,
    subject: SubjectName,
    proposal: Proposal,
    placement: Placement,
  ): Promise<VersionRow> {
    try {
      if (isDocument(proposal)) return await this.documents.publish(context, subject, proposal, placement);
      return (await this.publishing.publish(context, formatSubjectName(subject), proposal, placement))
        .version;
    } catch (error) {
      if (!isRegistryError(error, 'SCHEMA_INCOMPATIBLE')) throw error;
      const verdict = error.details['verdict'] as Verdict;
      const messages = await this.judgements.messages(subject, proposal, verdict);
      throw FAILURES.incompatible(formatSubjectName(subject), messages);
    }
  }
}

function placementOf(
  subject: SubjectName,
  body: RegistrationBody,
  imported: boolean,
): Pick<Placement, 'id' | 'version' | 'imported'> {
  const id = positive(body.id);
  const version = positive(body.version);
  const name = formatSubjectName(subject);
  if (id !== null && !imported)
    throw FAILURES.notPermitted(`Subject ${name} in context ${subject.context} is not in import mode`);
  if (id === null && imported)
    throw FAILURES.notPermitted(`Subject ${name} in context ${subject.context} is not in read-write mode`);
  return { id, version, imported };
}

function positive(value: number | undefined): number | null {
  return value === undefined || value < 1 ? null : value;
}

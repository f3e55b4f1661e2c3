import { Inject, Injectable } from '@nestjs/common';
import { compareAsConfluent, confluentMessages, directionsOf, type Verdict } from '#libs/compat';
import { CatalogRepository } from '../../core/repositories/catalog.repository.js';
import { Comparing } from '../../core/services/comparing.service.js';
import { formatOf, isDocument } from '../../core/services/document-store.service.js';
import { Documents } from '../../core/services/documents.service.js';
import { Policies } from '../../core/services/policies.service.js';
import type { Proposal } from '../../core/services/preparation.service.js';
import { PROTOBUF } from '../../core/schema-format.js';
import { formatSubjectName, type SubjectName } from '../../core/subject-name.js';
import { Configs } from './configs.service.js';
import { SchemaTexts } from './schema-texts.service.js';
import { verdictMessages } from './verdict-messages.js';

/** A verdict as Confluent tells it. */
export interface Judgement {
  readonly compatible: boolean;
  /** Why not; empty when it is. */
  readonly messages: readonly string[];
}

/** Asks the core for verdicts and puts them in Confluent's words. */
@Injectable()
export class Judgements {
  constructor(
    @Inject(Comparing) private readonly comparing: Comparing,
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(Policies) private readonly policies: Policies,
    @Inject(Configs) private readonly configs: Configs,
    @Inject(SchemaTexts) private readonly texts: SchemaTexts,
    @Inject(Documents) private readonly documents: Documents,
  ) {}

  /** The verdict against one live version, or by what the level demands when `only` is null. */
  async judge(subject: SubjectName, proposal: Proposal, only: number | null): Promise<Judgement> {
    const demands = await this.configs.demands(subject, formatOf(proposal));
    const verdict = isDocument(proposal)
      ? await this.documents.judge(subject, proposal, only, demands.streamProperty)
      : await this.comparing.judge(formatSubjectName(subject), proposal, only, demands);
    if (verdict.verdict === 'compatible') return { compatible: true, messages: [] };
    return { compatible: false, messages: await this.messages(subject, proposal, verdict) };
  }

  /** Why a proposal is refused: the words of Confluent when its profile holds, else those of the rules that do. */
  async messages(subject: SubjectName, proposal: Proposal, verdict: Verdict): Promise<readonly string[]> {
    const versions = verdict.findings.filter(({ refused }) => refused).flatMap(({ versions: of }) => of);
    const before = await this.catalog.version(subject, Math.max(0, ...versions));
    if (before === null) return verdictMessages(verdict, null);
    const { content } = await this.texts.main(before);
    const { policy } = await this.policies.effective(subject);
    const documents = isDocument(proposal) || before.format !== PROTOBUF;
    if (
      documents ||
      policy.profile !== 'confluent' ||
      (await this.configs.demands(subject, PROTOBUF)).logical
    )
      return verdictMessages(verdict, { version: before.version, text: content });
    const schemas = await this.comparing.schemas(proposal, before.sourceDigest);
    const directions = directionsOf(verdict.level);
    const compare = (direction: 'backward' | 'forward') =>
      directions.includes(direction) ? compareAsConfluent(schemas.before, schemas.after, { direction }) : [];
    return confluentMessages({
      level: verdict.level,
      backward: compare('backward'),
      forward: compare('forward'),
      oldVersion: before.version,
      oldSchema: content,
      validateFields: true,
    });
  }
}

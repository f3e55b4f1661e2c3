import { directionsOf, type Policy, type Verdict } from '#libs/compat';
import {
  BACKWARD_NAMES,
  compareFormats,
  FORWARD_NAMES,
  type FormatComparison,
  type FormatSchema,
} from '#libs/schema-formats';
import type { EntityManager } from 'typeorm';
import { refused, type Refusal } from '../document-verdict.js';
import type { SubjectRow } from '../entities/subject.entity.js';
import { otherFormat } from '../other-format.js';
import type { VersionsRepository } from '../repositories/versions.repository.js';
import type { DocumentStore } from './document-store.service.js';
import { isComparable, type Comparable } from './judging.service.js';

/** Judges documents by the rules of their format, the newest version first, as far as the first that refuses. */
export class DocumentJudging {
  constructor(
    private readonly versions: VersionsRepository,
    private readonly documents: DocumentStore,
  ) {}

  /** The verdict on a document as the subject's next version. What nobody can compare is refused. */
  async judge(
    manager: EntityManager,
    subject: SubjectRow | null,
    proposed: FormatSchema,
    { level }: Policy,
    comparable: Comparable,
  ): Promise<Verdict> {
    if (subject === null || level === 'NONE') return compatible(level, []);
    const all = level.endsWith('_TRANSITIVE') || comparable.only !== null || comparable.stream !== null;
    const published = await this.versions.published(subject.id, all ? null : 1, manager);
    const inStream = published.filter((version) => isComparable(version, comparable));
    const compared = level.endsWith('_TRANSITIVE') ? inStream : inStream.slice(-1);
    for (const version of compared.toReversed()) {
      if (version.format !== proposed.format) return otherFormat(level, version.version);
      const before = await this.documents.read({ ...version, subjectId: subject.id });
      const why = directionsOf(level).flatMap((direction) =>
        refusals(
          direction === 'backward'
            ? compareFormats(proposed, before, BACKWARD_NAMES)
            : compareFormats(before, proposed, FORWARD_NAMES),
        ),
      );
      if (why.length > 0) return refused(level, version.version, why);
    }
    return compatible(
      level,
      compared.map(({ version }) => version),
    );
  }
}

function compatible(level: Policy['level'], versions: readonly number[]): Verdict {
  return { verdict: 'compatible', level, versions, findings: [] };
}

function refusals(comparison: FormatComparison): readonly Refusal[] {
  if (comparison.kind === 'unsupported') {
    const message = `A change under '${comparison.keyword}' is not compared, so it is refused: ${comparison.message}`;
    return [{ ruleId: 'UNSUPPORTED_CHANGE', message, path: '#', hint: '' }];
  }
  return comparison.differences.map(({ errorType, description, path, info }) => ({
    ruleId: errorType,
    message: description,
    path,
    hint: info ?? '',
  }));
}

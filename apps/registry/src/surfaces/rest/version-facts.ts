import { Inject, Injectable } from '@nestjs/common';
import type { registry } from '#libs/gen';
import type { SubjectRow } from '../../core/entities/subject.entity.js';
import type { VersionRow } from '../../core/entities/version.entity.js';
import type { Published } from '../../core/services/publishing.service.js';
import { Subjects } from '../../core/services/subjects.service.js';
import { Tables } from '../../core/services/tables.service.js';
import { versionJson } from './to-json.js';

/** Gathers what a version's JSON needs from the core. */
@Injectable()
export class VersionFactsReader {
  constructor(
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(Tables) private readonly tables: Tables,
  ) {}

  /** One version in the API's form. */
  async describe(subject: SubjectRow, version: VersionRow): Promise<registry.VersionInfoJson> {
    const [described] = await this.describeAll(subject, [version]);
    return described!;
  }

  /** What was published; nothing is read again. */
  async describePublished({ subject, version, facts }: Published): Promise<registry.VersionInfoJson> {
    if (facts === null) return this.describe(subject, version);
    const labels = facts.labels.map((name) => ({ subjectId: subject.id, name, version: version.version }));
    return versionJson({ subject, version, labels, references: facts.references, tables: facts.tables });
  }

  /** Versions of one subject in the API's form, in the given order. */
  async describeAll(
    subject: SubjectRow,
    versions: readonly VersionRow[],
  ): Promise<registry.VersionInfoJson[]> {
    const labels = await this.subjects.labels(subject);
    const tables = await this.tables.messagesByVersion(subject.id);
    return Promise.all(
      versions.map(async (version) => {
        const references = await this.subjects.references(version);
        return versionJson({
          subject,
          version,
          labels,
          references,
          tables: tables.get(version.version) ?? [],
        });
      }),
    );
  }
}

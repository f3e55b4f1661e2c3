import { Inject, Injectable } from '@nestjs/common';
import { isRegistryError } from '#libs/errors';
import type { RegistryConfig } from '../../core/config.js';
import { REGISTRY_CONFIG } from '../../core/core.module.js';
import { CatalogRepository } from '../../core/repositories/catalog.repository.js';
import type { RequestContext } from '../../core/request-context.js';
import { Subjects } from '../../core/services/subjects.service.js';
import { formatSubjectName, type SubjectName } from '../../core/subject-name.js';
import { FAILURES } from './confluent-error.js';
import { Configs } from './configs.service.js';
import { Modes } from './modes.service.js';
import { Reading } from './reading.service.js';

/** Deletes subjects and versions: softly, then for good. */
@Injectable()
export class Erasing {
  constructor(
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(Reading) private readonly reading: Reading,
    @Inject(Modes) private readonly modes: Modes,
    @Inject(Configs) private readonly configs: Configs,
    @Inject(REGISTRY_CONFIG) private readonly config: Pick<RegistryConfig, 'confluent'>,
  ) {}

  /** Numbers of the versions that are gone. **Throws** 40401, 40404, 40405, 42205, 42206. */
  async subject(context: RequestContext, subject: SubjectName, permanent: boolean): Promise<number[]> {
    const name = formatSubjectName(subject);
    await this.reading.checkSubject(subject, 'all');
    await this.modes.checkWritable(subject);
    const live = await this.catalog.has(subject, 'live');
    if (permanent && live) throw FAILURES.subjectNotSoftDeleted(name);
    if (!permanent && !live) throw FAILURES.subjectSoftDeleted(name);
    const versions = await this.subjects.deleteSubject(context, name, permanent);
    if (permanent) await this.forget(context, subject);
    return versions;
  }

  /** Number of the version that is gone. **Throws** 40401, 40402, 40406, 40407, 42205, 42206. */
  async version(
    context: RequestContext,
    subject: SubjectName,
    which: number | 'latest',
    permanent: boolean,
  ): Promise<number> {
    const name = formatSubjectName(subject);
    const { version, deletedAt } = await this.reading.version(subject, which, 'all');
    await this.modes.checkWritable(subject);
    if (permanent && deletedAt === null) throw FAILURES.versionNotSoftDeleted(name, version);
    if (!permanent && deletedAt !== null) throw FAILURES.versionSoftDeleted(name, version);
    const number = await this.subjects.deleteVersion(context, name, String(version), permanent);
    if (permanent) await this.forget(context, subject);
    return number;
  }

  /** Removes deleted versions of the content that a version has again, where numbers are not kept; those that are referred to stay. */
  async replaced(
    context: RequestContext,
    subject: SubjectName,
    { schemaId, version }: { readonly schemaId: number; readonly version: number },
  ): Promise<void> {
    if (this.config.confluent.versions !== 'reused') return;
    for (const one of await this.catalog.versionsOf(subject, 'deleted')) {
      if (one.schemaId !== schemaId || one.version === version) continue;
      try {
        await this.subjects.deleteVersion(context, formatSubjectName(subject), String(one.version), true);
      } catch (error) {
        if (!isRegistryError(error, 'VERSION_REFERENCED') && !isRegistryError(error, 'VERSION_NOT_FOUND'))
          throw error;
      }
    }
  }

  /** A subject's settings go with its last version. */
  private async forget(context: RequestContext, subject: SubjectName): Promise<void> {
    if (await this.catalog.has(subject, 'all')) return;
    await this.configs.remove(context, { kind: 'subject', subject });
    await this.modes.remove({ kind: 'subject', subject });
  }
}

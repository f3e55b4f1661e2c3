import { Inject, Injectable } from '@nestjs/common';
import {
  CatalogRepository,
  type CatalogVersion,
  type Liveness,
} from '../../core/repositories/catalog.repository.js';
import { formatSubjectName, type SubjectName } from '../../core/subject-name.js';
import { FAILURES } from './confluent-error.js';
import { flag, type Query } from './path.js';

/** Which versions a query is about: `deletedOnly`, `deleted`, or the live ones. */
export function livenessOf(query: Query): Liveness {
  if (flag(query, 'deletedOnly')) return 'deleted';
  return flag(query, 'deleted') ? 'all' : 'live';
}

/** Finds versions, or says what there is not. */
@Injectable()
export class Reading {
  constructor(@Inject(CatalogRepository) private readonly catalog: CatalogRepository) {}

  /** A subject's versions, ascending. **Throws** 40401 when there are none that count. */
  async versions(subject: SubjectName, liveness: Liveness): Promise<CatalogVersion[]> {
    const versions = await this.catalog.versionsOf(subject, liveness);
    if (versions.length === 0) throw FAILURES.subjectNotFound(formatSubjectName(subject));
    return versions;
  }

  /** A version, `latest` never one that is deleted. **Throws** 40401, 40402. */
  async version(
    subject: SubjectName,
    which: number | 'latest',
    liveness: Liveness = 'live',
  ): Promise<CatalogVersion> {
    const version = await this.catalog.version(subject, which);
    if (version !== null && (liveness !== 'live' || version.deletedAt === null)) return version;
    await this.checkSubject(subject, liveness);
    throw FAILURES.versionNotFound(which === 'latest' ? -1 : which);
  }

  /** Number of the latest live version; null when there is none. */
  async latest(subject: SubjectName): Promise<number | null> {
    return (await this.catalog.version(subject, 'latest'))?.version ?? null;
  }

  /** **Throws** 40402 when the version is not live, also when the subject is not there. */
  async checkVersion(subject: SubjectName, version: number): Promise<void> {
    const found = await this.catalog.version(subject, version);
    if (found === null || found.deletedAt !== null) throw FAILURES.versionNotFound(version);
  }

  /** **Throws** 40401 when the subject has no version that counts. */
  async checkSubject(subject: SubjectName, liveness: Liveness): Promise<void> {
    if (!(await this.catalog.has(subject, liveness)))
      throw FAILURES.subjectNotFound(formatSubjectName(subject));
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { isRegistryError } from '#libs/errors';
import { CatalogRepository, type CatalogVersion } from '../../core/repositories/catalog.repository.js';
import { Codecs } from '../../core/services/codecs.service.js';
import type { SubjectName } from '../../core/subject-name.js';
import { FAILURES } from './confluent-error.js';
import { one, subjectOf, type PathParams, type Query } from './path.js';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Finds versions by id and GUID, or says that there are none. */
@Injectable()
export class SchemasOfRefs {
  constructor(
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(Codecs) private readonly codecs: Codecs,
  ) {}

  /** A version of an id. **Throws** 40403. */
  async ofId(params: PathParams, query: Query): Promise<CatalogVersion> {
    const { context, name } = wantedBy(params, query);
    const version = await this.catalog.versionOfId(context, idOf(params), name);
    if (version === null) throw FAILURES.schemaIdNotFound(params.id ?? '');
    return version;
  }

  /** Every version of an id. **Throws** 40403. */
  async allOfId(params: PathParams, query: Query): Promise<CatalogVersion[]> {
    const { context } = wantedBy(params, query);
    const versions = await this.catalog.versionsOfId(context, idOf(params));
    if (versions.length === 0) throw FAILURES.schemaIdNotFound(params.id ?? '');
    return versions;
  }

  /** The oldest version of a GUID. **Throws** 40403. */
  async ofGuid(guid: string): Promise<CatalogVersion> {
    const version = await this.catalog.versionOfFingerprint(await this.fingerprintOf(guid));
    if (version === null) throw FAILURES.schemaIdNotFound(guid);
    return version;
  }

  /** **Throws** 40403. */
  async fingerprintOf(guid: string): Promise<string> {
    const text = guid.toLowerCase();
    if (!GUID.test(text)) throw FAILURES.schemaIdNotFound(guid.slice(0, 80));
    try {
      return await this.codecs.resolve(text);
    } catch (error) {
      if (isRegistryError(error, 'SCHEMA_NOT_FOUND')) throw FAILURES.schemaIdNotFound(guid);
      throw error;
    }
  }
}

/** Whose id it is: the path or the context of `subject` says it. */
function wantedBy(params: PathParams, query: Query): SubjectName {
  const subject = one(query, 'subject');
  // A context alone, as in `:.lab:`, is enough; no subject is called so.
  const named = subject === '' || subject.endsWith(':') ? `${subject}any` : subject;
  return subjectOf(params, named);
}

function idOf({ id = '' }: PathParams): number {
  if (!/^[1-9]\d{0,9}$/.test(id) || Number(id) >= 2 ** 31) throw FAILURES.schemaIdNotFound(id.slice(0, 80));
  return Number(id);
}

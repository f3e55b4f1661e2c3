import { Get, Inject, Param, Query as QueryParams } from '@nestjs/common';
import { isRegistryError } from '#libs/errors';
import { CatalogRepository, type CatalogVersion } from '../../core/repositories/catalog.repository.js';
import { Codecs } from '../../core/services/codecs.service.js';
import { formatSubjectName, type SubjectName } from '../../core/subject-name.js';
import { Aliases } from './aliases.service.js';
import { PlainText } from './answering.js';
import { ConfluentController } from './confluent-controller.js';
import { FAILURES } from './confluent-error.js';
import { Describing, tellingOf, type SchemaJson } from './describing.service.js';
import { all, cut, flag, one, pageOf, subjectOf, type PathParams, type Query } from './path.js';
import { prefixOf } from './prefix.js';
import { livenessOf } from './reading.service.js';
import { Tagging } from './tagging.service.js';

/** Most schemas that one list has, as with Confluent. */
const MAX_SCHEMAS = 1_000;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Schemas by id and GUID, and lists of them. */
@ConfluentController()
export class SchemasController {
  constructor(
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(Codecs) private readonly codecs: Codecs,
    @Inject(Describing) private readonly describing: Describing,
    @Inject(Aliases) private readonly aliases: Aliases,
    @Inject(Tagging) private readonly tagging: Tagging,
  ) {}

  @Get('schemas')
  async list(@Param() params: PathParams, @QueryParams() query: Query): Promise<SchemaJson[]> {
    const versions = await this.catalog.versions({
      ...prefixOf(params, query),
      ...pageOf(query, MAX_SCHEMAS),
      liveness: livenessOf(query),
      latestOnly: flag(query, 'latestOnly'),
    });
    const telling = tellingOf(query);
    const schemas = await Promise.all(versions.map((version) => this.describing.schema(version, telling)));
    if (!flag(query, 'aliases')) return schemas;
    const names = await this.aliases.byTarget();
    return schemas.map((schema) => ({ ...schema, aliases: names.get(schema.subject) ?? [] }));
  }

  @Get('schemas/types')
  types(): string[] {
    return ['PROTOBUF'];
  }

  @Get('schemas/ids/:id')
  async byId(@Param() params: PathParams, @QueryParams() query: Query): Promise<object> {
    const version = await this.ofId(params, query);
    const { id: _id, ...schema } = await this.describing.schema(version, tellingOf(query));
    const wanted = all(query, 'findTags').filter((tag) => tag !== '');
    const answer =
      wanted.length === 0 ? schema : { ...schema, schemaTags: await this.tagging.find(version, wanted) };
    if (!flag(query, 'fetchMaxId')) return answer;
    return { ...answer, maxId: await this.catalog.maxId(version.context) };
  }

  @Get('schemas/ids/:id/schema')
  async textById(@Param() params: PathParams, @QueryParams() query: Query): Promise<PlainText> {
    const version = await this.ofId(params, query);
    return new PlainText((await this.describing.schema(version, tellingOf(query))).schema);
  }

  @Get('schemas/ids/:id/subjects')
  async subjectsOfId(@Param() params: PathParams, @QueryParams() query: Query): Promise<string[]> {
    const versions = await this.find(params, query);
    const counted = versions.filter(({ deletedAt }) => deletedAt === null || flag(query, 'deleted'));
    return cut([...new Set(counted.map(formatSubjectName))], pageOf(query));
  }

  @Get('schemas/ids/:id/versions')
  async versionsOfId(
    @Param() params: PathParams,
    @QueryParams() query: Query,
  ): Promise<{ subject: string; version: number }[]> {
    const versions = await this.find(params, query);
    const counted = versions.filter(({ deletedAt }) => deletedAt === null || flag(query, 'deleted'));
    const named = counted.map((one) => ({ subject: formatSubjectName(one), version: one.version }));
    return cut(named, pageOf(query));
  }

  @Get('schemas/guids/:guid')
  async byGuid(@Param() params: PathParams, @QueryParams() query: Query): Promise<object> {
    const version = await this.catalog.versionOfFingerprint(await this.fingerprintOf(params.guid ?? ''));
    if (version === null) throw FAILURES.schemaIdNotFound(params.guid ?? '');
    const {
      id: _id,
      subject: _subject,
      version: _version,
      ...answer
    } = await this.describing.schema(version, tellingOf(query));
    return answer;
  }

  @Get('schemas/guids/:guid/ids')
  async idsOfGuid(@Param() params: PathParams): Promise<{ context: string; id: number }[]> {
    return this.catalog.idsOf(await this.fingerprintOf(params.guid ?? ''));
  }

  /** A version of an id. **Throws** 40403. */
  private async ofId(params: PathParams, query: Query): Promise<CatalogVersion> {
    const { context, name } = wantedBy(params, query);
    const version = await this.catalog.versionOfId(context, idOf(params), name);
    if (version === null) throw FAILURES.schemaIdNotFound(params.id ?? '');
    return version;
  }

  /** Every version of an id. **Throws** 40403. */
  private async find(params: PathParams, query: Query): Promise<CatalogVersion[]> {
    const { context } = wantedBy(params, query);
    const versions = await this.catalog.versionsOfId(context, idOf(params));
    if (versions.length === 0) throw FAILURES.schemaIdNotFound(params.id ?? '');
    return versions;
  }

  private async fingerprintOf(guid: string): Promise<string> {
    const text = guid.toLowerCase();
    if (!GUID.test(text)) throw FAILURES.schemaIdNotFound(guid.slice(0, 80));
    try {
      return (await this.codecs.schema(text)).fingerprint;
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

import { Get, Inject, Param, Query as QueryParams } from '@nestjs/common';
import { isRegistryError } from '#libs/errors';
import { CatalogRepository, type CatalogVersion } from '../../core/repositories/catalog.repository.js';
import { Codecs } from '../../core/services/codecs.service.js';
import { formatSubjectName } from '../../core/subject-name.js';
import { PlainText } from './answering.js';
import { ConfluentController } from './confluent-controller.js';
import { FAILURES } from './confluent-error.js';
import { Describing, tellingOf, type SchemaJson } from './describing.service.js';
import { cut, flag, one, pageOf, subjectOf, type PathParams, type Query } from './path.js';
import { prefixOf } from './prefix.js';
import { livenessOf } from './reading.service.js';

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
  ) {}

  @Get('schemas')
  async list(@Param() params: PathParams, @QueryParams() query: Query): Promise<SchemaJson[]> {
    const versions = await this.catalog.versions({
      ...prefixOf(params, query),
      ...pageOf(query, MAX_SCHEMAS),
      liveness: livenessOf(query),
      latestOnly: flag(query, 'latestOnly'),
    });
    return Promise.all(versions.map((version) => this.describing.schema(version, tellingOf(query))));
  }

  @Get('schemas/types')
  types(): string[] {
    return ['PROTOBUF'];
  }

  @Get('schemas/ids/:id')
  async byId(@Param() params: PathParams, @QueryParams() query: Query): Promise<object> {
    const { context, versions } = await this.find(params, query);
    const answer = await this.answer(versions, query);
    if (!flag(query, 'fetchMaxId')) return answer;
    return { ...answer, maxId: await this.catalog.maxId(context) };
  }

  @Get('schemas/ids/:id/schema')
  async textById(@Param() params: PathParams, @QueryParams() query: Query): Promise<PlainText> {
    const { versions } = await this.find(params, query);
    return new PlainText((await this.answer(versions, query)).schema);
  }

  @Get('schemas/ids/:id/subjects')
  async subjectsOfId(@Param() params: PathParams, @QueryParams() query: Query): Promise<string[]> {
    const { versions } = await this.find(params, query);
    const counted = versions.filter(({ deletedAt }) => deletedAt === null || flag(query, 'deleted'));
    return cut([...new Set(counted.map(formatSubjectName))], pageOf(query));
  }

  @Get('schemas/ids/:id/versions')
  async versionsOfId(
    @Param() params: PathParams,
    @QueryParams() query: Query,
  ): Promise<{ subject: string; version: number }[]> {
    const { versions } = await this.find(params, query);
    const counted = versions.filter(({ deletedAt }) => deletedAt === null || flag(query, 'deleted'));
    const named = counted.map((one) => ({ subject: formatSubjectName(one), version: one.version }));
    return cut(named, pageOf(query));
  }

  @Get('schemas/guids/:guid')
  async byGuid(@Param() params: PathParams, @QueryParams() query: Query): Promise<object> {
    const fingerprint = await this.fingerprintOf(params.guid ?? '');
    const versions = await this.catalog.versionsOfFingerprint(fingerprint);
    const { subject: _subject, version: _version, ...answer } = await this.answer(versions, query);
    return answer;
  }

  @Get('schemas/guids/:guid/ids')
  async idsOfGuid(@Param() params: PathParams): Promise<{ context: string; id: number }[]> {
    return this.catalog.idsOf(await this.fingerprintOf(params.guid ?? ''));
  }

  private async answer(versions: readonly CatalogVersion[], query: Query): Promise<Omit<SchemaJson, 'id'>> {
    const wanted = one(query, 'subject');
    const version = versions.find((each) => formatSubjectName(each) === wanted) ?? versions[0];
    if (version === undefined) throw FAILURES.schemaNotFound();
    const { id: _id, ...answer } = await this.describing.schema(version, tellingOf(query));
    return answer;
  }

  /** Every version of an id; which context's is said by the path or by the context of `subject`. **Throws** 40403. */
  private async find(
    params: PathParams,
    query: Query,
  ): Promise<{ context: string; versions: CatalogVersion[] }> {
    const id = params.id ?? '';
    const { context } = subjectOf(params, one(query, 'subject') || 'any');
    const known = /^[1-9]\d{0,9}$/.test(id) && Number(id) < 2 ** 31;
    const versions = known ? await this.catalog.versionsOfId(context, Number(id)) : [];
    if (versions.length === 0) throw FAILURES.schemaIdNotFound(id.slice(0, 80));
    return { context, versions };
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

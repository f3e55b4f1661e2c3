import { Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CatalogRepository, type CatalogVersion } from '../../core/repositories/catalog.repository.js';
import { formatSubjectName } from '../../core/subject-name.js';
import { PlainText } from './answering.js';
import { ReadyController } from './confluent-controller.js';
import { Describing, tellingOf } from './describing.service.js';
import { all, flag, one, subjectOf, versionOf, type PathParams, type Query } from './path.js';
import { livenessOf, Reading } from './reading.service.js';
import { ReadyAnswers, type Told } from './ready-answers.service.js';
import { SchemasOfRefs } from './schemas-of-refs.service.js';
import { Tagging } from './tagging.service.js';

type Incoming = FastifyRequest<{ Params: PathParams; Querystring: Query }>;

/** What serializers and deserializers ask for: it is answered from memory. */
@ReadyController()
export class ReadyReadsController {
  constructor(
    @Inject(ReadyAnswers) private readonly ready: ReadyAnswers,
    @Inject(SchemasOfRefs) private readonly refs: SchemasOfRefs,
    @Inject(Describing) private readonly describing: Describing,
    @Inject(Reading) private readonly reading: Reading,
    @Inject(Tagging) private readonly tagging: Tagging,
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
  ) {}

  @Get('schemas/ids/:id')
  byId(@Req() request: Incoming, @Res() reply: FastifyReply): Promise<void> {
    return this.ready.send(request, reply, async () => {
      const { params, query } = request;
      const version = await this.refs.ofId(params, query);
      const { id: _id, ...schema } = await this.describing.schema(version, tellingOf(query));
      const wanted = all(query, 'findTags').filter((tag) => tag !== '');
      const answer =
        wanted.length === 0 ? schema : { ...schema, schemaTags: await this.tagging.find(version, wanted) };
      if (!flag(query, 'fetchMaxId')) return ofSchema(version, answer, query);
      const maxId = await this.catalog.maxId(version.context);
      // It grows with whatever is registered, so the answer is about everything.
      return { answer: { ...answer, maxId }, about: 'everything', lasting: false };
    });
  }

  @Get('schemas/ids/:id/schema')
  textById(@Req() request: Incoming, @Res() reply: FastifyReply): Promise<void> {
    return this.ready.send(request, reply, async () => {
      const { params, query } = request;
      const version = await this.refs.ofId(params, query);
      const { schema } = await this.describing.schema(version, tellingOf(query));
      return ofSchema(version, new PlainText(schema), query);
    });
  }

  @Get('schemas/guids/:guid')
  byGuid(@Req() request: Incoming, @Res() reply: FastifyReply): Promise<void> {
    return this.ready.send(request, reply, async () => {
      const { params, query } = request;
      const version = await this.refs.ofGuid(params.guid ?? '');
      const {
        id: _id,
        subject: _subject,
        version: _version,
        ...answer
      } = await this.describing.schema(version, tellingOf(query));
      return ofSchema(version, answer, query);
    });
  }

  @Get('subjects/:subject/versions/:version')
  version(@Req() request: Incoming, @Res() reply: FastifyReply): Promise<void> {
    return this.ready.send(request, reply, async () => {
      const version = await this.find(request);
      const answer = await this.describing.schema(version, tellingOf(request.query));
      const tags = all(request.query, 'findTags');
      const wanted = tags.filter((tag) => tag !== '' && tag.toLowerCase() !== 'false');
      if (wanted.length === 0) return ofVersion(version, answer);
      return ofVersion(version, { ...answer, schemaTags: await this.tagging.find(version, wanted) });
    });
  }

  @Get('subjects/:subject/versions/:version/schema')
  textOfVersion(@Req() request: Incoming, @Res() reply: FastifyReply): Promise<void> {
    return this.ready.send(request, reply, async () => {
      const version = await this.find(request);
      const { schema } = await this.describing.schema(version, tellingOf(request.query));
      return ofVersion(version, new PlainText(schema));
    });
  }

  private find({ params, query }: Incoming): Promise<CatalogVersion> {
    return this.reading.version(subjectOf(params), versionOf(params.version ?? ''), livenessOf(query));
  }
}

/**
 * An id stands for one schema for good. Under which subject it was found, and whether it is deleted there, may change; those who ask
 * for a subject get an answer that they must ask for again, and so do those of a schema that is deleted.
 */
function ofSchema(version: CatalogVersion, answer: unknown, query: Query): Told {
  const lasting = version.deletedAt === null && one(query, 'subject') === '';
  return { answer, about: { fingerprint: version.fingerprint, subject: null }, lasting };
}

/** A version may be deleted, and the latest be another. */
function ofVersion(version: CatalogVersion, answer: unknown): Told {
  return { answer, about: { fingerprint: null, subject: formatSubjectName(version) }, lasting: false };
}

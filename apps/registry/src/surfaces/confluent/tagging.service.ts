import { createRegistry, type Registry } from '@bufbuild/protobuf';
import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { Inject, Injectable } from '@nestjs/common';
import { printFile, type Schema } from '#libs/descriptors';
import { CatalogRepository, type CatalogVersion } from '../../core/repositories/catalog.repository.js';
import { Comparing } from '../../core/services/comparing.service.js';
import { isDocument } from '../../core/services/document-store.service.js';
import type { Proposal } from '../../core/services/preparation.service.js';
import { PROTOBUF } from '../../core/schema-format.js';
import type { SubjectName } from '../../core/subject-name.js';
import { Candidates } from './candidates.service.js';
import { FAILURES } from './confluent-error.js';
import { changeTags, entityPaths, inlineTags, META_FILE } from './inline-tags.js';
import type { RegistrationBody, SchemaTags } from './request-body.js';
import { SchemaTexts } from './schema-texts.service.js';

/** Tags that a text gets or loses. */
export interface TagChange {
  readonly add: readonly SchemaTags[];
  readonly remove: readonly SchemaTags[];
}

/** A file with what its imports declare. */
interface Described {
  readonly file: FileDescriptorProto;
  readonly registry: Registry;
}

/** Tags inside the texts of schemas, as options of confluent/meta.proto. */
@Injectable()
export class Tagging {
  constructor(
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(Candidates) private readonly candidates: Candidates,
    @Inject(Comparing) private readonly comparing: Comparing,
    @Inject(SchemaTexts) private readonly texts: SchemaTexts,
  ) {}

  /** The tags of a version that are asked for; `*` and `true` are all of them. */
  async find(version: CatalogVersion, wanted: readonly string[]): Promise<SchemaTags[]> {
    if (version.format !== PROTOBUF) return [];
    const tagged = await this.all(version);
    if (wanted.some((tag) => tag === '*' || tag.toLowerCase() === 'true')) return tagged;
    return tagged.filter(({ tags }) => tags.some((tag) => wanted.includes(tag)));
  }

  /** A version's text with other tags; comments are not kept. **Throws** 42201. */
  async changed(version: CatalogVersion, change: TagChange): Promise<string> {
    if (version.format !== PROTOBUF) throw notHere(version.format);
    return this.print(await this.stored(version), change);
  }

  /** A proposal with the tags that its body asks for beside the schema, and those of the version before. **Throws** 42201. */
  async applied(subject: SubjectName, body: RegistrationBody, proposal: Proposal): Promise<Proposal> {
    const change = { add: body.schemaTagsToAdd ?? [], remove: body.schemaTagsToRemove ?? [] };
    if (isDocument(proposal) && change.add.length + change.remove.length > 0) throw notHere(proposal.format);
    if (isDocument(proposal)) return proposal;
    const inherited = body.propagateSchemaTags === true ? await this.latest(subject) : [];
    if (inherited.length + change.add.length + change.remove.length === 0) return proposal;
    const file = proposal.files[0]!;
    const described = fileOf(await this.comparing.compile(proposal), file.path);
    const content = await this.print(described, change, inherited);
    return { ...proposal, files: [{ ...file, content }] };
  }

  private async latest(subject: SubjectName): Promise<SchemaTags[]> {
    const latest = await this.catalog.version(subject, 'latest');
    return latest === null || latest.format !== PROTOBUF ? [] : this.all(latest);
  }

  private async all(version: CatalogVersion): Promise<SchemaTags[]> {
    return inlineTags((await this.stored(version)).file, await this.candidates.declarations([META_FILE], []));
  }

  private async stored(version: CatalogVersion): Promise<Described> {
    const { path } = await this.texts.main(version);
    return fileOf(await this.comparing.stored(version.sourceDigest), path);
  }

  /** Inherited tags go where what they were on still is. */
  private async print(
    { file, registry }: Described,
    change: TagChange,
    inherited: readonly SchemaTags[] = [],
  ): Promise<string> {
    const meta = await this.candidates.declarations([META_FILE], []);
    const changed = changeTags(file, meta, { ...change, add: [...present(file, inherited), ...change.add] });
    return printFile(changed, { extensions: createRegistry(registry, meta) });
  }
}

function notHere(format: string): Error {
  return FAILURES.invalidSchema(`Tags inside schemas of type ${format} are not changed here`);
}

function present(file: FileDescriptorProto, tags: readonly SchemaTags[]): readonly SchemaTags[] {
  const known = entityPaths(file);
  return tags.filter(({ schemaEntity: { entityType, entityPath } }) =>
    known.has(`${entityType} ${entityPath}`),
  );
}

function fileOf({ registry }: Schema, path: string): Described {
  const file = registry.getFile(path);
  if (file === undefined) throw FAILURES.schemaNotFound();
  return { file: file.proto, registry };
}

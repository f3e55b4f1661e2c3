import type { FileRegistry } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import { ANONYMOUS_FILE } from '../../core/anonymous-file.js';
import type { RegistryConfig } from '../../core/config.js';
import { REGISTRY_CONFIG } from '../../core/core.module.js';
import { printFile } from '#libs/descriptors';
import { CatalogRepository } from '../../core/repositories/catalog.repository.js';
import { Comparing } from '../../core/services/comparing.service.js';
import type { Document } from '../../core/services/document-store.service.js';
import type { Proposal } from '../../core/services/preparation.service.js';
import { DEFAULT_CONTEXT, type SubjectName } from '../../core/subject-name.js';
import { FAILURES } from './confluent-error.js';
import { Configs } from './configs.service.js';
import { fromCoreMetadata, toCoreMetadata } from './keep-metadata.js';
import { mergeContracts } from './merge-contract.js';
import type { RegistrationBody } from './request-body.js';
import { SchemaTexts } from './schema-texts.service.js';

const NOTHING: Proposal = { files: [], references: [], metadata: {}, labels: [], author: '', reason: '' };

/** Makes the core's proposals of what clients send. */
@Injectable()
export class Candidates {
  constructor(
    @Inject(SchemaTexts) private readonly texts: SchemaTexts,
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(Comparing) private readonly comparing: Comparing,
    @Inject(Configs) private readonly configs: Configs,
    @Inject(REGISTRY_CONFIG) private readonly config: Pick<RegistryConfig, 'confluent'>,
  ) {}

  /** The body as a proposal for a subject; `asSent`: its text is taken as it is. **Throws** 42201 for a schema that is empty, no descriptor or of an unknown type. */
  async propose(
    subject: SubjectName,
    body: RegistrationBody,
    { normalize = false, asSent = false } = {},
  ): Promise<Proposal> {
    const type = typeOf(body);
    const references = [
      ...new Map((body.references ?? []).toReversed().map((one) => [one.name, one])).values(),
    ];
    const fixed = references
      .toReversed()
      .map((one) => ({ ...one, subject: inContext(subject, one.subject) }));
    const metadata = toCoreMetadata(body);
    const normalized = normalize || (await this.configs.normalizes(subject));
    if (type !== 'PROTOBUF') {
      const files = [{ path: ANONYMOUS_FILE, content: textOf(body) }];
      const document: Document = {
        ...NOTHING,
        files,
        references: fixed,
        metadata,
        format: type,
        normalize: normalized,
      };
      return document;
    }
    const taken = new Set(fixed.map(({ name }) => name));
    const path = await this.path(subject);
    const content = await this.texts.read(body.schema, (paths) => this.declarations(paths, fixed));
    const proposal = {
      ...NOTHING,
      files: [{ path: taken.has(path) ? ANONYMOUS_FILE : path, content }],
      references: fixed,
      metadata,
      byText: this.config.confluent.identity === 'text' && !normalized,
    };
    return asSent || this.config.confluent.text === 'sent' ? proposal : this.reprinted(proposal);
  }

  /** The proposal with its text printed anew: without comments, and as Confluent's is no longer what was sent. */
  private async reprinted(proposal: Proposal): Promise<Proposal> {
    const { path } = proposal.files[0]!;
    const { registry } = await this.comparing.compile(proposal);
    const file = registry.getFile(path);
    if (file === undefined) throw FAILURES.schemaNotFound();
    return { ...proposal, files: [{ path, content: printFile(file.proto, { extensions: registry }) }] };
  }

  /**
   * The proposal with the contract that it gets when it is registered: what the body leaves out is the latest version's, so that a
   * producer that knows of no rules does not take them away; then what the settings lay under and over it.
   */
  async complete(subject: SubjectName, body: RegistrationBody, proposal: Proposal): Promise<Proposal> {
    const latest = await this.catalog.version(subject, 'latest');
    const inherited = latest === null ? {} : fromCoreMetadata(latest.metadata);
    const { under, over } = await this.configs.contracts(subject);
    const own = {
      metadata: body.metadata ?? inherited.metadata,
      ruleSet: body.ruleSet ?? inherited.ruleSet,
    };
    return { ...proposal, metadata: toCoreMetadata(mergeContracts([under, own, over])) };
  }

  /** What files of these paths declare, with what they import. **Throws** 42201. */
  async declarations(paths: readonly string[], references: Proposal['references']): Promise<FileRegistry> {
    const imports = paths.map((path) => `import ${JSON.stringify(path)};\n`).join('');
    const files = [{ path: ANONYMOUS_FILE, content: `syntax = "proto3";\n${imports}` }];
    return (await this.comparing.compile({ ...NOTHING, files, references })).registry;
  }

  /**
   * The path of the subject's file: that of its latest version, when it was given one by another API, so that both register the
   * same schema. Else the one of files that have no name.
   */
  private async path(subject: SubjectName): Promise<string> {
    const latest = await this.catalog.version(subject, 'latest');
    if (latest === null) return ANONYMOUS_FILE;
    const { path, alone } = await this.texts.main(latest);
    return alone ? path : ANONYMOUS_FILE;
  }
}

/** Confluent's types of schemas. */
export const SCHEMA_TYPES = ['JSON', 'PROTOBUF', 'AVRO'] as const;

function typeOf({ schemaType = 'AVRO' }: RegistrationBody): (typeof SCHEMA_TYPES)[number] {
  const type = SCHEMA_TYPES.find((one) => one === schemaType.toUpperCase());
  if (type === undefined) throw FAILURES.invalidSchema(`Invalid schema type ${schemaType.slice(0, 80)}`);
  return type;
}

function textOf({ schema = '' }: RegistrationBody): string {
  if (schema.trim() === '') throw FAILURES.invalidSchema('Empty schema');
  return schema;
}

/** References without a context are of the subject's own. */
function inContext({ context }: SubjectName, reference: string): string {
  return reference.startsWith(':.') || context === DEFAULT_CONTEXT ? reference : `:${context}:${reference}`;
}

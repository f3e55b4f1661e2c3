import { createFileRegistry, fromBinary, toBinary, type FileRegistry } from '@bufbuild/protobuf';
import {
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  type FileDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { Inject, Injectable } from '@nestjs/common';
import type { SourceFile } from '#libs/compiler';
import { isRegistryError, RegistryError } from '#libs/errors';
import { parseFileDescriptor, printFile, type Fingerprint } from '#libs/descriptors';
import { guidOf } from '#libs/registry-client';
import { ANONYMOUS_FILE } from '../../core/anonymous-file.js';
import { CatalogRepository } from '../../core/repositories/catalog.repository.js';
import { Codecs } from '../../core/services/codecs.service.js';
import { DocumentStore } from '../../core/services/document-store.service.js';
import { FAILURES } from './confluent-error.js';
import { withoutExtensions } from './without-extensions.js';
import { writtenMaps } from './written-maps.js';

/** A stored schema: its content and one of its texts. */
export interface StoredText {
  readonly fingerprint: string;
  readonly format: string;
  readonly sourceDigest: string;
  readonly subjectId: number;
  readonly version: number;
}

/** A version's file, and whether it has no other. */
interface MainFile extends SourceFile {
  readonly alone: boolean;
}

/** Confluent's formats: `resolved` of an Avro schema, the others of a Protobuf one. */
export type Format = (typeof FORMATS)[number];

const FORMATS = ['default', 'serialized', 'ignore_extensions', 'resolved'] as const;

/** The format of that name; one that is not known is the default. */
export function formatOf(name: string): Format {
  return FORMATS.find((format) => format === name.toLowerCase()) ?? 'default';
}

const IMPORT = /^\s*import\s+(?:public\s+|weak\s+|option\s+)?["']([^"']+)["']/gm;

/** What the files of these paths declare, with what they import. */
export type Declare = (paths: readonly string[]) => Promise<FileRegistry>;

/** Texts of schemas: what clients send as .proto or descriptor, and what they are answered. */
@Injectable()
export class SchemaTexts {
  constructor(
    @Inject(CatalogRepository) private readonly catalog: CatalogRepository,
    @Inject(Codecs) private readonly codecs: Codecs,
    @Inject(DocumentStore) private readonly documents: DocumentStore,
  ) {}

  /** .proto text of what a client sent: such text, or a FileDescriptorProto in base64. **Throws** 42201. */
  async read(schema: string | undefined, declare: Declare): Promise<string> {
    const text = schema ?? '';
    if (text.trim() === '') throw FAILURES.invalidSchema('Empty schema');
    // No .proto text does without the characters that base64 lacks.
    const encoded = text.replace(/\s+/g, '');
    if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) return writtenMaps(text);
    return print(descriptorOf(encoded), declare);
  }

  /** A stored text in one of Confluent's formats. */
  async answer(stored: StoredText, format: Format): Promise<string> {
    if (stored.format !== 'PROTOBUF' && format === 'resolved') return this.documents.text(stored, format);
    if (stored.format !== 'PROTOBUF') return (await this.main(stored)).content;
    switch (format) {
      case 'serialized':
        return this.serialized(stored);
      case 'ignore_extensions':
        return printFile(withoutExtensions((await this.descriptor(stored)).file));
      case 'resolved':
      case 'default':
        return (await this.main(stored)).content;
    }
  }

  /** Several stored texts, in their order: as they were sent by one statement. */
  async answers(stored: readonly StoredText[], format: Format): Promise<string[]> {
    if (format !== 'default') return Promise.all(stored.map((one) => this.answer(one, format)));
    const files = await this.catalog.filesOf([...new Set(stored.map(({ sourceDigest }) => sourceDigest))]);
    return stored.map(({ sourceDigest }) => mainOf(files.get(sourceDigest) ?? []).content);
  }

  /** The file that stands for a version. */
  async main({ sourceDigest }: Pick<StoredText, 'sourceDigest'>): Promise<MainFile> {
    return mainOf(await this.catalog.files(sourceDigest));
  }

  /** The file as a FileDescriptorProto in base64, its imports by name only. */
  private async serialized(stored: StoredText): Promise<string> {
    const { file, fingerprint } = await this.descriptor(stored);
    // A client that reads many schemas keeps them by name.
    if (file.name === ANONYMOUS_FILE) file.name = `${guidOf(fingerprint as Fingerprint)}.proto`;
    return Buffer.from(toBinary(FileDescriptorProtoSchema, file)).toString('base64');
  }

  private async descriptor(stored: StoredText): Promise<{ file: FileDescriptorProto; fingerprint: string }> {
    const { path } = await this.main(stored);
    const { bytes, fingerprint } = await this.codecs.schema(stored.fingerprint);
    const file = fromBinary(FileDescriptorSetSchema, bytes).file.find(({ name }) => name === path);
    if (file === undefined) throw FAILURES.schemaNotFound();
    return { file, fingerprint };
  }
}

/** **Throws** DESCRIPTOR_INVALID, told as of what may have been meant as text. */
function descriptorOf(encoded: string): FileDescriptorProto {
  try {
    return parseFileDescriptor(Buffer.from(encoded, 'base64'));
  } catch (error) {
    if (!isRegistryError(error, 'DESCRIPTOR_INVALID')) throw error;
    const problem = `it is neither .proto text nor a FileDescriptorProto in base64: ${String(error.params['problem'])}`;
    throw new RegistryError('SCHEMA_INVALID', { problem }, { cause: error });
  }
}

/** The text of a file. Most set no custom options, so what they import is compiled only for those that do. */
async function print(file: FileDescriptorProto, declare: Declare): Promise<string> {
  try {
    return printFile(file);
  } catch (error) {
    if (!isRegistryError(error, 'DESCRIPTOR_INVALID') || file.dependency.length === 0) throw error;
    return printFile(file, { extensions: withOwn(file, await declare(file.dependency), error) });
  }
}

/** What a file and its imports declare; a file that is none has none, and fails as it did. */
function withOwn(file: FileDescriptorProto, imported: FileRegistry, failure: Error): FileRegistry {
  try {
    return createFileRegistry(file, (path) => imported.getFile(path));
  } catch {
    throw failure;
  }
}

/** Its only file, else the first that no other imports. **Throws** 40403 when there is none. */
function mainOf(files: readonly SourceFile[]): MainFile {
  const imported = new Set(
    files.flatMap(({ content }) => [...content.matchAll(IMPORT)].map(([, path]) => path ?? '')),
  );
  const file = files.find(({ path }) => !imported.has(path)) ?? files[0];
  if (file === undefined) throw FAILURES.schemaNotFound();
  return { ...file, alone: files.length === 1 };
}

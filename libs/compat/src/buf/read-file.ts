import { isFieldSet } from '@bufbuild/protobuf';
import { FieldDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import type {
  DescriptorProto,
  EnumDescriptorProto,
  FieldDescriptorProto,
  FileDescriptorProto,
  ServiceDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { defaultFeatures, mergeFeatures, type Features } from './features.js';
import type {
  EnumNode,
  FieldNode,
  FileNode,
  MessageNode,
  MethodNode,
  ServiceNode,
  SourcePath,
} from './model.js';

// Field numbers in descriptor.proto, by which source info names places.
const FILE = { message: 4, enum: 5, service: 6, extension: 7 } as const;
const MESSAGE = { field: 2, nested: 3, enum: 4, extension: 6 } as const;
const SERVICE = { method: 2 } as const;

/** Reads what a file declares, with its resolved features. */
export function readFile(proto: FileDescriptorProto, isImport: boolean): FileNode {
  return new FileReader(proto, isImport).file;
}

/** Where declarations stand: the message around them, null at the top of the file. */
interface Scope {
  readonly message: MessageNode | null;
  readonly features: Features;
}

/** Most fields need no names, and there are many. */
const UNNAMED = { fullName: '', nestedName: '' } as const;

class FileReader {
  readonly file: FileNode;
  readonly #messages: MessageNode[] = [];
  readonly #enums: EnumNode[] = [];
  readonly #extensions: FieldNode[] = [];
  readonly #services: ServiceNode[] = [];

  constructor(proto: FileDescriptorProto, isImport: boolean) {
    const features = mergeFeatures(defaultFeatures(proto), proto.options?.features);
    this.file = {
      proto,
      path: proto.name,
      packageName: proto.package,
      features,
      isImport,
      messages: this.#messages,
      enums: this.#enums,
      extensions: this.#extensions,
      services: this.#services,
    };
    const top: Scope = { message: null, features };
    proto.messageType.forEach((message, index) => this.#message(message, [FILE.message, index], top));
    proto.enumType.forEach((one, index) => this.#enum(one, [FILE.enum, index], top));
    proto.extension.forEach((field, index) => this.#extension(field, [FILE.extension, index], top));
    proto.service.forEach((service, index) => this.#service(service, [FILE.service, index]));
  }

  #message(proto: DescriptorProto, at: SourcePath, scope: Scope): void {
    const features = mergeFeatures(scope.features, proto.options?.features);
    const fields = new Map<number, FieldNode>();
    const node: MessageNode = {
      file: this.file,
      at,
      proto,
      ...this.#names(proto.name, scope),
      isMapEntry: proto.options?.mapEntry === true,
      features,
      fields,
    };
    this.#messages.push(node);
    const within: Scope = { message: node, features };
    const entries = new Map<string, SourcePath>();
    proto.field.forEach((field, index) => {
      // The source has no place for what is in a map's entry but the map.
      const place = node.isMapEntry ? at : [...at, MESSAGE.field, index];
      fields.set(field.number, this.#field(field, place, within));
      entries.set(field.typeName, place);
    });
    proto.extension.forEach((one, index) => this.#extension(one, [...at, MESSAGE.extension, index], within));
    proto.enumType.forEach((one, index) => this.#enum(one, [...at, MESSAGE.enum, index], within));
    proto.nestedType.forEach((one, index) => {
      const map = one.options?.mapEntry === true ? entries.get(`.${node.fullName}.${one.name}`) : undefined;
      this.#message(one, map ?? [...at, MESSAGE.nested, index], within);
    });
  }

  #extension(proto: FieldDescriptorProto, at: SourcePath, scope: Scope): void {
    this.#extensions.push(this.#field(proto, at, scope));
  }

  #field(proto: FieldDescriptorProto, at: SourcePath, { message, features }: Scope): FieldNode {
    const isMember = isFieldSet(proto, FieldDescriptorProtoSchema.field.oneofIndex);
    const oneof = isMember ? message?.proto.oneofDecl[proto.oneofIndex] : undefined;
    const around = proto.extendee === '' ? mergeFeatures(features, oneof?.options?.features) : features;
    return {
      file: this.file,
      at,
      proto,
      ...(proto.extendee === '' ? UNNAMED : this.#names(proto.name, { message, features })),
      parent: message,
      oneof: oneof?.name ?? null,
      extendee: proto.extendee.replace(/^\./, ''),
      features: mergeFeatures(around, proto.options?.features),
    };
  }

  #enum(proto: EnumDescriptorProto, at: SourcePath, scope: Scope): void {
    const features = mergeFeatures(scope.features, proto.options?.features);
    this.#enums.push({ file: this.file, at, proto, ...this.#names(proto.name, scope), features });
  }

  #service(proto: ServiceDescriptorProto, at: SourcePath): void {
    const methods = new Map<string, MethodNode>();
    const top: Scope = { message: null, features: this.file.features };
    const node: ServiceNode = { file: this.file, at, proto, ...this.#names(proto.name, top), methods };
    proto.method.forEach((method, index) =>
      methods.set(method.name, {
        file: this.file,
        at: [...at, SERVICE.method, index],
        proto: method,
        service: node,
      }),
    );
    this.#services.push(node);
  }

  #names(name: string, { message }: Scope): { readonly fullName: string; readonly nestedName: string } {
    const nestedName = message === null ? name : `${message.nestedName}.${name}`;
    const { package: packageName } = this.file.proto;
    return { nestedName, fullName: packageName === '' ? nestedName : `${packageName}.${nestedName}` };
  }
}

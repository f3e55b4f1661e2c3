import { create } from '@bufbuild/protobuf';
import {
  FileDescriptorProtoSchema,
  FileOptionsSchema,
  MethodDescriptorProtoSchema,
  MethodOptionsSchema,
  ServiceDescriptorProtoSchema,
  ServiceOptionsSchema,
  type FileDescriptorProto,
  type MethodDescriptorProto,
  type ServiceDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { compareText } from '../compare-text.js';
import { canonicalExtensions } from './canonical-fields.js';
import { canonicalEnums, canonicalMessages } from './canonical-message.js';
import { canonicalOptions } from './canonical-options.js';
import type { Reached } from './reach.js';

/** What the roots need of a file; null when that is nothing. */
export function canonicalFile(
  file: FileDescriptorProto,
  number: number,
  reached: Reached,
): FileDescriptorProto | null {
  const inRoot = reached.roots.has(number);
  const messages = canonicalMessages(file.messageType, reached, inRoot);
  const enums = canonicalEnums(file.enumType, reached);
  if (!inRoot && messages.length === 0 && enums.length === 0) return null;
  const copy = create(FileDescriptorProtoSchema);
  copy.name = file.name;
  if (file.package !== '') copy.package = file.package;
  copyImports(file, copy, [...(reached.imports.get(number) ?? [])].sort(compareText));
  copy.messageType = messages;
  copy.enumType = enums;
  if (inRoot) {
    copy.service = file.service.map(canonicalService);
    copy.extension = canonicalExtensions(file.extension);
  }
  const options = canonicalOptions(FileOptionsSchema, file.options);
  if (options !== undefined) copy.options = options;
  // "proto2" and nothing mean the same; compilers write nothing.
  if (file.syntax !== 'proto2' && file.syntax !== '') copy.syntax = file.syntax;
  if (file.syntax === 'editions') copy.edition = file.edition;
  return copy;
}

function copyImports(file: FileDescriptorProto, copy: FileDescriptorProto, paths: string[]): void {
  const publicPaths = new Set(file.publicDependency.map((index) => file.dependency[index]));
  const weakPaths = new Set(file.weakDependency.map((index) => file.dependency[index]));
  copy.dependency = paths;
  for (const [index, path] of paths.entries()) {
    if (publicPaths.has(path)) copy.publicDependency.push(index);
    if (weakPaths.has(path)) copy.weakDependency.push(index);
  }
}

function canonicalService(service: ServiceDescriptorProto): ServiceDescriptorProto {
  const copy = create(ServiceDescriptorProtoSchema);
  copy.name = service.name;
  copy.method = service.method.map(canonicalMethod);
  const options = canonicalOptions(ServiceOptionsSchema, service.options);
  if (options !== undefined) copy.options = options;
  return copy;
}

function canonicalMethod(method: MethodDescriptorProto): MethodDescriptorProto {
  const copy = create(MethodDescriptorProtoSchema);
  copy.name = method.name;
  copy.inputType = method.inputType;
  copy.outputType = method.outputType;
  const options = canonicalOptions(MethodOptionsSchema, method.options);
  if (options !== undefined) copy.options = options;
  if (method.clientStreaming) copy.clientStreaming = true;
  if (method.serverStreaming) copy.serverStreaming = true;
  return copy;
}

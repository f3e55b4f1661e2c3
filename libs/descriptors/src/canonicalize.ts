import { clearField, clone, create, toBinary, type DescFile, type FileRegistry } from '@bufbuild/protobuf';
import {
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  type DescriptorProto,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorProto,
  type ServiceDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import { canonicalEnum, canonicalMessage, sortExtensions, sortUnknown } from './canonical-elements.js';
import { reachableTypes } from './reachable.js';

/**
 * The canonical form of a schema: its own files whole, of the others only what can be reached; no source info; and of every
 * order that means nothing just one. What keeps its order: messages (Confluent's message indexes count them), the first
 * value of an enum (it is the default), services and methods. Doing it again changes nothing.
 *
 * Two texts have one canonical form if they differ only in comments, formatting, the order of fields, imports or files,
 * or in imports that are not used.
 */
export function canonicalize(registry: FileRegistry, rootFiles: readonly string[]): Uint8Array {
  const reached = reachableTypes(registry, rootFiles);
  const roots = new Set(rootFiles);
  const kept = new Map<string, FileDescriptorProto>();
  for (const file of registry.files) {
    const proto = trimFile(file, roots.has(file.proto.name), reached);
    if (proto !== null) kept.set(proto.name, proto);
  }
  const definedIn = definitions(kept);
  for (const file of kept.values()) file.dependency = dependenciesOf(file, definedIn);
  const set = create(FileDescriptorSetSchema, { file: inImportOrder(kept) });
  return toBinary(FileDescriptorSetSchema, set);
}

/** The file with what is kept of it, in canonical order; null when nothing is. */
function trimFile(file: DescFile, isRoot: boolean, reached: ReadonlySet<string>): FileDescriptorProto | null {
  const proto = clone(FileDescriptorProtoSchema, file.proto);
  const scope = proto.package === '' ? '' : `${proto.package}.`;
  const keeps = (name: string): boolean => isRoot || reached.has(name);
  proto.messageType = proto.messageType.flatMap((message) => trimMessage(message, scope, keeps, isRoot));
  proto.enumType = proto.enumType.filter((type) => keeps(scope + type.name));
  if (!isRoot) {
    proto.service = [];
    proto.extension = [];
  }
  if (!isRoot && proto.messageType.length === 0 && proto.enumType.length === 0) return null;
  return canonicalFile(proto);
}

function trimMessage(
  message: DescriptorProto,
  scope: string,
  keeps: (name: string) => boolean,
  isRoot: boolean,
): DescriptorProto[] {
  const name = scope + message.name;
  const whole = keeps(name);
  const inner = `${name}.`;
  message.nestedType = message.nestedType.flatMap((nested) =>
    whole && nested.options?.mapEntry === true ? [nested] : trimMessage(nested, inner, keeps, isRoot),
  );
  message.enumType = message.enumType.filter((type) => keeps(inner + type.name));
  if (!isRoot) message.extension = [];
  if (whole) return [message];
  if (message.nestedType.length === 0 && message.enumType.length === 0) return [];
  return [emptyShell(message)];
}

/** A message that is kept only for the types declared in it. */
function emptyShell(message: DescriptorProto): DescriptorProto {
  message.field = [];
  message.oneofDecl = [];
  message.extensionRange = [];
  message.reservedRange = [];
  message.reservedName = [];
  delete message.options;
  return message;
}

function canonicalFile(proto: FileDescriptorProto): FileDescriptorProto {
  clearField(proto, FileDescriptorProtoSchema.field.sourceCodeInfo);
  proto.publicDependency = [];
  proto.weakDependency = [];
  proto.optionDependency = [];
  if (proto.syntax === 'proto2') clearField(proto, FileDescriptorProtoSchema.field.syntax);
  sortUnknown(proto.options);
  for (const message of proto.messageType) canonicalMessage(message);
  for (const type of proto.enumType) canonicalEnum(type);
  proto.enumType.sort(byName);
  sortExtensions(proto.extension);
  for (const service of proto.service) canonicalService(service);
  return proto;
}

function canonicalService(service: ServiceDescriptorProto): void {
  sortUnknown(service.options);
  for (const method of service.method) sortUnknown(method.options);
}

/** Full name of each kept type, with a leading dot as in descriptors -> the file that defines it. */
function definitions(files: ReadonlyMap<string, FileDescriptorProto>): ReadonlyMap<string, string> {
  const definedIn = new Map<string, string>();
  const add = (
    types: readonly (DescriptorProto | EnumDescriptorProto)[],
    scope: string,
    path: string,
  ): void => {
    for (const type of types) {
      const name = `${scope}.${type.name}`;
      definedIn.set(name, path);
      if ('nestedType' in type) add([...type.nestedType, ...type.enumType], name, path);
    }
  };
  for (const file of files.values()) {
    const scope = file.package === '' ? '' : `.${file.package}`;
    add([...file.messageType, ...file.enumType], scope, file.name);
  }
  return definedIn;
}

function dependenciesOf(file: FileDescriptorProto, definedIn: ReadonlyMap<string, string>): string[] {
  const paths = new Set<string>();
  const use = (name: string): void => {
    const path = definedIn.get(name);
    if (path !== undefined && path !== file.name) paths.add(path);
  };
  const useField = (field: FieldDescriptorProto): void => {
    use(field.typeName);
    use(field.extendee);
  };
  const useMessage = (message: DescriptorProto): void => {
    for (const field of [...message.field, ...message.extension]) useField(field);
    for (const nested of message.nestedType) useMessage(nested);
  };
  for (const message of file.messageType) useMessage(message);
  for (const extension of file.extension) useField(extension);
  for (const method of file.service.flatMap((service) => service.method)) {
    use(method.inputType);
    use(method.outputType);
  }
  return [...paths].sort();
}

/** Every file after those it imports, otherwise by path. */
function inImportOrder(files: ReadonlyMap<string, FileDescriptorProto>): FileDescriptorProto[] {
  const ordered = new Set<FileDescriptorProto>();
  const stack = [...files.keys()].sort().reverse();
  while (stack.length > 0) {
    const file = files.get(stack.at(-1)!)!;
    const missing = file.dependency.filter((path) => !ordered.has(files.get(path)!));
    if (ordered.has(file) || missing.length === 0) {
      ordered.add(file);
      stack.pop();
    } else {
      stack.push(...missing.reverse());
    }
  }
  return [...ordered];
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

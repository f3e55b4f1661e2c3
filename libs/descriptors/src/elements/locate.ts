import type { DescFile } from '@bufbuild/protobuf';
import type {
  DescriptorProto,
  EnumDescriptorProto,
  FileDescriptorProto,
  SourceCodeInfo_Location,
} from '@bufbuild/protobuf/wkt';
import type { AnyElement } from './element-path.js';

/** A piece of a source file. Lines and columns count from 1; the end column is the one just after. */
export interface SourceSpan {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

type LocationsByElement = ReadonlyMap<object, SourceCodeInfo_Location>;

// Made on first use: most schemas are loaded to decode events and never asked for a line.
const locationsByFile = new WeakMap<FileDescriptorProto, LocationsByElement>();

/** Where an element is declared; a file at its package. Null when the set has no source info, or the element no place in the source (a map's entry). */
export function locate(desc: AnyElement): SourceSpan | null {
  const file = fileOf(desc);
  const span = locationOf(desc, file)?.span ?? [];
  const [startLine, startColumn, third, fourth] = span;
  if (startLine === undefined || startColumn === undefined || third === undefined) return null;
  if (span.length > 4 || span.some((number) => number < 0)) return null;
  const [endLine, endColumn] = fourth === undefined ? [startLine, third] : [third, fourth];
  return {
    file: file.proto.name,
    line: startLine + 1,
    column: startColumn + 1,
    endLine: endLine + 1,
    endColumn: endColumn + 1,
  };
}

/** The comment right above an element, without its marks; null when there is none, or no source info. */
export function leadingComment(desc: AnyElement): string | null {
  const text = locationOf(desc, fileOf(desc))?.leadingComments ?? '';
  const lines = text.split('\n').map((line) => line.replace(/^ /, '').trimEnd());
  const comment = lines.join('\n').trim();
  return comment === '' ? null : comment;
}

function fileOf(desc: AnyElement): DescFile {
  switch (desc.kind) {
    case 'file':
      return desc;
    case 'message':
    case 'enum':
    case 'service':
    case 'extension':
      return desc.file;
    case 'field':
    case 'oneof':
    case 'enum_value':
    case 'rpc':
      return desc.parent.file;
  }
}

function locationOf(desc: AnyElement, file: DescFile): SourceCodeInfo_Location | undefined {
  const known = locationsByFile.get(file.proto);
  if (known !== undefined) return known.get(desc.proto);
  const locations = indexLocations(file.proto);
  locationsByFile.set(file.proto, locations);
  return locations.get(desc.proto);
}

function indexLocations(file: FileDescriptorProto): LocationsByElement {
  const byPath = new Map<string, SourceCodeInfo_Location>();
  for (const location of file.sourceCodeInfo?.location ?? []) {
    const path = location.path.join(',');
    if (!byPath.has(path)) byPath.set(path, location);
  }
  const byElement = new Map<object, SourceCodeInfo_Location>();
  // A whole file is no place to point at: its package is, or its syntax.
  const top = byPath.get('2') ?? byPath.get('12') ?? byPath.get('');
  if (top === undefined && byPath.size === 0) return byElement;
  if (top !== undefined) byElement.set(file, top);
  for (const [path, element] of elementsOf(file)) {
    const location = byPath.get(path);
    if (location !== undefined) byElement.set(element, location);
  }
  return byElement;
}

/** Every element with the path of field numbers and indexes that source info names it by. */
function* elementsOf(file: FileDescriptorProto): Generator<readonly [string, object]> {
  for (const [at, message] of file.messageType.entries()) yield* elementsOfMessage(message, `4,${at}`);
  for (const [at, proto] of file.enumType.entries()) yield* elementsOfEnum(proto, `5,${at}`);
  for (const [at, service] of file.service.entries()) {
    yield [`6,${at}`, service];
    for (const [index, method] of service.method.entries()) yield [`6,${at},2,${index}`, method];
  }
  for (const [at, extension] of file.extension.entries()) yield [`7,${at}`, extension];
}

function* elementsOfMessage(message: DescriptorProto, path: string): Generator<readonly [string, object]> {
  yield [path, message];
  for (const [at, field] of message.field.entries()) yield [`${path},2,${at}`, field];
  for (const [at, oneof] of message.oneofDecl.entries()) yield [`${path},8,${at}`, oneof];
  for (const [at, extension] of message.extension.entries()) yield [`${path},6,${at}`, extension];
  for (const [at, proto] of message.enumType.entries()) yield* elementsOfEnum(proto, `${path},4,${at}`);
  for (const [at, nested] of message.nestedType.entries())
    yield* elementsOfMessage(nested, `${path},3,${at}`);
}

function* elementsOfEnum(proto: EnumDescriptorProto, path: string): Generator<readonly [string, object]> {
  yield [path, proto];
  for (const [at, value] of proto.value.entries()) yield [`${path},2,${at}`, value];
}

import type { DescFile } from '@bufbuild/protobuf';
import type {
  DescriptorProto,
  EnumDescriptorProto,
  FileDescriptorProto,
  SourceCodeInfo_Location,
} from '@bufbuild/protobuf/wkt';
import { fileOf, type AnyElement } from './element-path.js';

/** A range in a source file; lines and columns count from 1, the end is exclusive. */
export interface SourceSpan {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Where an element is declared; null when the set has no source info or the element is not in the text. */
export function locate(desc: AnyElement): SourceSpan | null {
  const location = locationOf(desc);
  if (location === undefined || location.span.length < 3) return null;
  const [line = 0, column = 0, third = 0, fourth] = location.span;
  // A span of three numbers ends on the line where it starts.
  const [endLine, endColumn] = fourth === undefined ? [line, third] : [third, fourth];
  return {
    file: fileOf(desc).proto.name,
    line: line + 1,
    column: column + 1,
    endLine: endLine + 1,
    endColumn: endColumn + 1,
  };
}

/** The comment before an element, without comment marks and trimmed; null when there is none. */
export function leadingComment(desc: AnyElement): string | null {
  const comment = locationOf(desc)?.leadingComments;
  if (comment === undefined) return null;
  const text = comment
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
  return text === '' ? null : text;
}

/** Locations by the path of their element, joined by dots. */
type Locations = ReadonlyMap<string, SourceCodeInfo_Location>;

const locations = new WeakMap<FileDescriptorProto, Locations>();
const paths = new WeakMap<FileDescriptorProto, ReadonlyMap<object, string>>();

function locationOf(desc: AnyElement): SourceCodeInfo_Location | undefined {
  const file = fileOf(desc);
  if (file.proto.sourceCodeInfo === undefined) return undefined;
  if (desc.kind === 'file') return locationsOf(file).get('2') ?? locationsOf(file).get('12');
  const path = pathsOf(file).get(desc.proto);
  return path === undefined ? undefined : locationsOf(file).get(path);
}

function locationsOf(file: DescFile): Locations {
  let known = locations.get(file.proto);
  if (known === undefined) {
    const all = file.proto.sourceCodeInfo?.location ?? [];
    const map = new Map<string, SourceCodeInfo_Location>();
    // The first location of a path is the declaration; `extend` blocks may repeat one.
    for (const location of all)
      if (!map.has(location.path.join('.'))) map.set(location.path.join('.'), location);
    known = map;
    locations.set(file.proto, known);
  }
  return known;
}

/** Path of each declaration's descriptor. Numbers are the field numbers of descriptor.proto. */
function pathsOf(file: DescFile): ReadonlyMap<object, string> {
  let known = paths.get(file.proto);
  if (known === undefined) {
    const map = new Map<object, string>();
    const { messageType, enumType, service, extension } = file.proto;
    messageType.forEach((message, index) => addMessage(map, message, `4.${index}`));
    enumType.forEach((type, index) => addEnum(map, type, `5.${index}`));
    service.forEach((one, index) => {
      map.set(one, `6.${index}`);
      one.method.forEach((method, position) => map.set(method, `6.${index}.2.${position}`));
    });
    extension.forEach((field, index) => map.set(field, `7.${index}`));
    known = map;
    paths.set(file.proto, known);
  }
  return known;
}

function addMessage(map: Map<object, string>, message: DescriptorProto, path: string): void {
  map.set(message, path);
  message.field.forEach((field, index) => map.set(field, `${path}.2.${index}`));
  message.nestedType.forEach((nested, index) => addMessage(map, nested, `${path}.3.${index}`));
  message.enumType.forEach((type, index) => addEnum(map, type, `${path}.4.${index}`));
  message.extension.forEach((field, index) => map.set(field, `${path}.6.${index}`));
  message.oneofDecl.forEach((oneof, index) => map.set(oneof, `${path}.8.${index}`));
}

function addEnum(map: Map<object, string>, type: EnumDescriptorProto, path: string): void {
  map.set(type, path);
  type.value.forEach((value, index) => map.set(value, `${path}.2.${index}`));
}

import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import type { SourcePoint } from '../finding.js';
import type { FileNode, MessageNode, Node, SourcePath } from './model.js';

/** A place that a finding points at: an element or a part of it, or a file as a whole. */
export interface Place {
  readonly file: FileNode;
  /** The first of these that source info knows is meant; none: the file. */
  readonly paths: readonly SourcePath[];
}

/** What may have a place of its own or that of a map. */
type Part = Node & { readonly parent?: MessageNode | null };

/** An element. */
export function placeOf(node: Node): Place {
  return { file: node.file, paths: [node.at] };
}

/** A part of an element, by the path below it; else the next part; a part of no numbers is the element itself. What is in a map's entry has no parts. */
export function partOf(node: Part, ...parts: readonly SourcePath[]): Place {
  if (node.parent?.isMapEntry === true) return placeOf(node);
  return { file: node.file, paths: parts.map((part) => [...node.at, ...part]) };
}

/** A part of a file. */
export function inFile(file: FileNode, ...paths: readonly SourcePath[]): Place {
  return { file, paths };
}

const spansByFile = new WeakMap<FileDescriptorProto, ReadonlyMap<string, readonly number[]>>();

/** Line and column of a place, from 1; the top of the file when source info does not have it, as buf prints it. */
export function pointAt({ file, paths }: Place): SourcePoint {
  const spans = spansOf(file.proto);
  for (const path of paths) {
    const [line, column] = spans.get(path.join(',')) ?? [];
    if (line !== undefined && column !== undefined)
      return { file: file.path, line: line + 1, column: column + 1 };
  }
  return { file: file.path, line: 1, column: 1 };
}

/** Whether a place, other than a file as a whole, is in the source: an option that was never set is not. Without source info all are. */
export function isInSource({ file, paths }: Place): boolean {
  const spans = spansOf(file.proto);
  return paths.length === 0 || spans.size === 0 || paths.some((path) => spans.has(path.join(',')));
}

function spansOf(proto: FileDescriptorProto): ReadonlyMap<string, readonly number[]> {
  let spans = spansByFile.get(proto);
  if (spans === undefined) {
    const made = new Map<string, readonly number[]>();
    for (const { path, span } of proto.sourceCodeInfo?.location ?? []) {
      const key = path.join(',');
      if (!made.has(key)) made.set(key, span);
    }
    spansByFile.set(proto, (spans = made));
  }
  return spans;
}

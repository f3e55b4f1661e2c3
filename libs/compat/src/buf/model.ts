import type {
  DescriptorProto,
  EnumDescriptorProto,
  FeatureSet,
  FieldDescriptorProto,
  FileDescriptorProto,
  MethodDescriptorProto,
  ServiceDescriptorProto,
} from '@bufbuild/protobuf/wkt';
import type { Features } from './features.js';

/** Numbers by which source info names a place in a file. **Source** descriptor.proto, SourceCodeInfo.Location.path. */
export type SourcePath = readonly number[];

/** A file, with what it declares, nested declarations too, in order. */
export interface FileNode {
  readonly proto: FileDescriptorProto;
  readonly path: string;
  readonly packageName: string;
  readonly features: Features;
  /** Whether the file is only imported. */
  readonly isImport: boolean;
  readonly messages: readonly MessageNode[];
  readonly enums: readonly EnumNode[];
  readonly extensions: readonly FieldNode[];
  readonly services: readonly ServiceNode[];
}

/** What every declaration has. */
export interface Node {
  readonly file: FileNode;
  readonly at: SourcePath;
}

/** A message, entries of maps and groups too. */
export interface MessageNode extends Node {
  readonly proto: DescriptorProto;
  readonly fullName: string;
  /** Name within the package. */
  readonly nestedName: string;
  readonly isMapEntry: boolean;
  readonly features: Features;
  readonly fields: ReadonlyMap<number, FieldNode>;
}

/** A field or an extension. */
export interface FieldNode extends Node {
  readonly proto: FieldDescriptorProto;
  /** Of an extension; empty for a field, which is known by its number. */
  readonly fullName: string;
  /** Of an extension; empty for a field. */
  readonly nestedName: string;
  /** The message that has the field; of an extension the one around it, null at the top of a file. */
  readonly parent: MessageNode | null;
  /** Name of the oneof, also of one that proto3 made for an optional field; null outside of oneofs. */
  readonly oneof: string | null;
  /** Name of the extended message; empty for a field. */
  readonly extendee: string;
  readonly features: Features;
}

/** An enum. */
export interface EnumNode extends Node {
  readonly proto: EnumDescriptorProto;
  readonly fullName: string;
  readonly nestedName: string;
  readonly features: Features;
}

/** A service. */
export interface ServiceNode extends Node {
  readonly proto: ServiceDescriptorProto;
  readonly fullName: string;
  readonly nestedName: string;
  readonly methods: ReadonlyMap<string, MethodNode>;
}

/** A method of a service. */
export interface MethodNode extends Node {
  readonly proto: MethodDescriptorProto;
  readonly service: ServiceNode;
}

/** Options that carry features. */
export interface WithFeatures {
  readonly features?: FeatureSet;
}

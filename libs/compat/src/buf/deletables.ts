import type { EnumNode, FieldNode, FileNode, MessageNode, Node, ServiceNode } from './model.js';
import { fieldPath, typePath } from './name-element.js';

/** What can be deleted from a file or a package. */
export interface Deletable extends Node {
  /** Name within the package. */
  readonly nestedName: string;
}

/** A kind of what can be deleted. */
export interface DeletableKind<T extends Deletable> {
  /** With a capital. */
  readonly name: string;
  /** Those of a file, nested ones too. */
  readonly inFile: (file: FileNode) => readonly T[];
  /** Element path. */
  readonly pathOf: (element: T) => string;
}

/** Messages, and entries of maps. */
export const MESSAGES: DeletableKind<MessageNode> = {
  name: 'Message',
  inFile: (file) => file.messages,
  pathOf: typePath,
};

/** Enums. */
export const ENUMS: DeletableKind<EnumNode> = {
  name: 'Enum',
  inFile: (file) => file.enums,
  pathOf: typePath,
};

/** Extensions. */
export const EXTENSIONS: DeletableKind<FieldNode> = {
  name: 'Extension',
  inFile: (file) => file.extensions,
  pathOf: fieldPath,
};

/** Services. */
export const SERVICES: DeletableKind<ServiceNode> = {
  name: 'Service',
  inFile: (file) => file.services,
  pathOf: typePath,
};

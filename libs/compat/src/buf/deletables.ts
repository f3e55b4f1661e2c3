import type { Deletable } from './deleted.js';
import type { FileNode } from './model.js';
import { fieldPath, typePath } from './name-element.js';

/** Messages of a file, nested ones too. */
export function messagesIn(file: FileNode): readonly Deletable[] {
  return file.messages.map((message) => ({ ...message, path: typePath(message) }));
}

/** Enums of a file, nested ones too. */
export function enumsIn(file: FileNode): readonly Deletable[] {
  return file.enums.map((one) => ({ ...one, path: typePath(one) }));
}

/** Extensions of a file, nested ones too. */
export function extensionsIn(file: FileNode): readonly Deletable[] {
  return file.extensions.map((field) => ({ ...field, path: fieldPath(field) }));
}

/** Services of a file. */
export function servicesIn(file: FileNode): readonly Deletable[] {
  return file.services.map((one) => ({ ...one, path: typePath(one), nestedName: one.proto.name }));
}

import type { Schema } from '#libs/descriptors';
import type { EnumNode, FieldNode, FileNode, MessageNode, ServiceNode } from './model.js';
import { readFile } from './read-file.js';

const images = new WeakMap<Schema, Image>();

/** The image of a schema; made once for a schema and kept as long as it. */
export function imageOf(schema: Schema): Image {
  let image = images.get(schema);
  if (image === undefined) images.set(schema, (image = new Image(schema)));
  return image;
}

/** A schema as buf's rules see it: every file, and every declaration by its full name. */
export class Image {
  /** By import path. */
  readonly files: ReadonlyMap<string, FileNode>;

  constructor(schema: Schema) {
    const roots = new Set(schema.rootFiles);
    const nodes = [...schema.registry.files].map(({ proto }) => readFile(proto, !roots.has(proto.name)));
    this.files = new Map(nodes.map((node) => [node.path, node]));
  }
}

/** The files of an image that take part in a comparison, and what they declare. */
export class View {
  readonly files: ReadonlyMap<string, FileNode>;
  /** By full name. */
  readonly messages = new Map<string, MessageNode>();
  /** By full name. */
  readonly enums = new Map<string, EnumNode>();
  /** By full name. */
  readonly services = new Map<string, ServiceNode>();
  /** By extended message and number. */
  readonly extensions = new Map<string, FieldNode>();
  /** Files by package. */
  readonly packages = new Map<string, FileNode[]>();

  constructor(files: readonly FileNode[]) {
    this.files = new Map(files.map((file) => [file.path, file]));
    for (const file of files) {
      for (const message of file.messages) this.messages.set(message.fullName, message);
      for (const one of file.enums) this.enums.set(one.fullName, one);
      for (const service of file.services) this.services.set(service.fullName, service);
      for (const field of file.extensions)
        this.extensions.set(`${field.extendee}/${field.proto.number}`, field);
      const known = this.packages.get(file.packageName);
      if (known === undefined) this.packages.set(file.packageName, [file]);
      else known.push(file);
    }
  }
}

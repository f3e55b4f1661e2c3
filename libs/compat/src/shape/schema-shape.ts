import type { DescEnum, DescExtension, DescMessage } from '@bufbuild/protobuf';
import type { Schema } from '#libs/descriptors';
import { EnumShape } from './enum-shape.js';
import { MessageShape } from './message-shape.js';

const NO_EXTENSIONS: readonly DescExtension[] = [];
const shapes = new WeakMap<Schema, SchemaShape>();

/** The shape of a schema; made once for a schema and kept as long as it. */
export function shapeOf(schema: Schema): SchemaShape {
  let shape = shapes.get(schema);
  if (shape === undefined) {
    shape = new SchemaShape(schema);
    shapes.set(schema, shape);
  }
  return shape;
}

/** A schema as the rules see it: its messages, enums and extensions, those of its imports too. */
export class SchemaShape {
  readonly schema: Schema;
  /** By full name. */
  readonly messages: ReadonlyMap<string, MessageShape>;
  /** By full name. */
  readonly enums: ReadonlyMap<string, EnumShape>;
  readonly #extensions: ReadonlyMap<string, readonly DescExtension[]>;

  constructor(schema: Schema) {
    const messages = new Map<string, MessageShape>();
    const enums = new Map<string, EnumShape>();
    const extensions = new Map<string, DescExtension[]>();
    for (const desc of schema.registry) {
      if (desc.kind === 'message') messages.set(desc.typeName, new MessageShape(this, desc));
      else if (desc.kind === 'enum') enums.set(desc.typeName, new EnumShape(desc));
      else if (desc.kind === 'extension') appendTo(extensions, desc.extendee.typeName, desc);
    }
    this.schema = schema;
    this.messages = messages;
    this.enums = enums;
    this.#extensions = extensions;
  }

  /** Shape of one of the schema's messages. */
  messageOf(desc: DescMessage): MessageShape {
    return this.messages.get(desc.typeName) ?? new MessageShape(this, desc);
  }

  /** Shape of one of the schema's enums. */
  enum(desc: DescEnum): EnumShape {
    return this.enums.get(desc.typeName) ?? new EnumShape(desc);
  }

  /** Extensions of a message, in order of declaration. */
  extensionsOf(typeName: string): readonly DescExtension[] {
    return this.#extensions.get(typeName) ?? NO_EXTENSIONS;
  }
}

function appendTo(map: Map<string, DescExtension[]>, key: string, extension: DescExtension): void {
  const list = map.get(key);
  if (list) list.push(extension);
  else map.set(key, [extension]);
}

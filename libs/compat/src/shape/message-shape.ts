import type { DescExtension, DescField, DescMessage } from '@bufbuild/protobuf';
import { buildEntryFields, buildField } from './build-field.js';
import type { FieldShape } from './field-shape.js';
import type { SchemaShape } from './schema-shape.js';

/** A message, or the entry of a map, as the rules see it. Everything is made when first asked for. */
export class MessageShape {
  readonly schema: SchemaShape;
  /** The message; for an entry the message that has the map. */
  readonly desc: DescMessage;
  /** The map field whose entry this is; null for a declared message. */
  readonly map: DescField | null;
  readonly typeName: string;
  /** Messages of one content object were found equal; null when none was yet. */
  content: object | null = null;
  #fields: ReadonlyMap<number, FieldShape> | undefined;
  #keys: ReadonlyMap<string, FieldShape> | undefined;
  #entries: Map<DescField, MessageShape> | undefined;

  constructor(schema: SchemaShape, desc: DescMessage, map: DescField | null = null) {
    this.schema = schema;
    this.desc = desc;
    this.map = map;
    this.typeName = map ? `${desc.typeName}.${map.name} entry` : desc.typeName;
  }

  /** Extensions of the message; none of an entry. */
  get extensions(): readonly DescExtension[] {
    return this.map === null ? this.schema.extensionsOf(this.typeName) : [];
  }

  /** Fields, extensions of the message too, by number, in order of declaration. */
  get fields(): ReadonlyMap<number, FieldShape> {
    this.#fields ??= new Map(this.#buildFields().map((field) => [field.number, field]));
    return this.#fields;
  }

  /** Field or extension of a number; null when there is none. */
  field(number: number): FieldShape | null {
    return this.fields.get(number) ?? null;
  }

  /** Field that a ProtoJSON reader takes a key for: a JSON name, a declared name, `[full.name]` of an extension; null: none. */
  fieldByKey(key: string): FieldShape | null {
    this.#keys ??= new Map([...this.fields.values()].flatMap(keysOf));
    return this.#keys.get(key) ?? null;
  }

  /** Whether the message is written in the old MessageSet format. */
  get messageSet(): boolean {
    return this.map === null && this.desc.proto.options?.messageSetWireFormat === true;
  }

  #buildFields(): readonly FieldShape[] {
    if (this.map) return buildEntryFields(this.schema, this.map);
    const declared = [...this.desc.fields, ...this.extensions];
    return declared.map((desc) => buildField(this.schema, desc, (map) => this.#entryOf(map)));
  }

  #entryOf(map: DescField): MessageShape {
    this.#entries ??= new Map();
    const entry = this.#entries.get(map) ?? new MessageShape(this.schema, this.desc, map);
    this.#entries.set(map, entry);
    return entry;
  }
}

function keysOf(field: FieldShape): readonly (readonly [string, FieldShape])[] {
  const { desc } = field;
  if (desc.kind === 'extension') return [[`[${desc.typeName}]`, field]];
  return [
    [desc.name, field],
    [desc.jsonName, field],
  ];
}

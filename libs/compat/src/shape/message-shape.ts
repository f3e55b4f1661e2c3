import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { buildEntryFields, buildField, fieldKey } from './build-field.js';
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
  #key: string | undefined;
  #fields: ReadonlyMap<number, FieldShape> | undefined;
  #entries: Map<DescField, MessageShape> | undefined;

  constructor(schema: SchemaShape, desc: DescMessage, map: DescField | null = null) {
    this.schema = schema;
    this.desc = desc;
    this.map = map;
    this.typeName = map ? `${desc.typeName}.${map.name} entry` : desc.typeName;
  }

  /** Equal keys: the messages are equal to every rule, messages of their fields aside, which are told by name only. */
  get key(): string {
    this.#key ??= this.#buildKey();
    return this.#key;
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

  /** Whether the message is written in the old MessageSet format. */
  get messageSet(): boolean {
    return this.map === null && this.desc.proto.options?.messageSetWireFormat === true;
  }

  #buildFields(): readonly FieldShape[] {
    if (this.map) return buildEntryFields(this.schema, this.map);
    const declared = [...this.desc.fields, ...this.schema.extensionsOf(this.typeName)];
    return declared.map((desc) => buildField(this.schema, desc, (map) => this.#entryOf(map)));
  }

  #entryOf(map: DescField): MessageShape {
    this.#entries ??= new Map();
    const entry = this.#entries.get(map) ?? new MessageShape(this.schema, this.desc, map);
    this.#entries.set(map, entry);
    return entry;
  }

  #buildKey(): string {
    if (this.map) return `${this.typeName};${fieldKey(this.schema, this.map)}`;
    let key = `${this.typeName}${this.messageSet ? ' set' : ''}`;
    for (const field of this.desc.fields) key += `;${fieldKey(this.schema, field)}`;
    for (const field of this.schema.extensionsOf(this.typeName)) key += `;${fieldKey(this.schema, field)}`;
    return key + rangesKey(this.desc);
  }
}

function rangesKey(desc: DescMessage): string {
  const { reservedRange, reservedName, extensionRange } = desc.proto;
  let key = '';
  for (const range of reservedRange) key += `-${range.start}:${range.end}`;
  for (const range of extensionRange) key += `+${range.start}:${range.end}`;
  for (const name of reservedName) key += `-${name}`;
  return key;
}

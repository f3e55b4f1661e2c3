import type { JsonObject } from '../text/json-node.js';
import { quoted, writeJson } from '../text/write-json.js';
import { qualified } from './avro-names.js';
import { isNamed, type AvroField, type AvroName, type AvroNamedType, type AvroType } from './avro-type.js';

/**
 * The text of a type as the Java library prints it: members in a fixed order, each named type once and by its name from then on.
 * Types named in `known` are taken for printed. Texts of types that the parser made are linear in the schema.
 */
export function printAvro(root: AvroType, known: ReadonlySet<string>): string {
  return new AvroPrinter(new Set(known)).type(root, null);
}

class AvroPrinter {
  constructor(private readonly printed: Set<string>) {}

  type(type: AvroType, space: string | null): string {
    if (type.kind === 'union')
      return `[${type.branches.map((branch) => this.type(branch, space)).join(',')}]`;
    if (isNamed(type)) return this.named(type, space);
    if (type.kind === 'array')
      return `{"type":"array","items":${this.type(type.items, space)}${propsText(type.props)}}`;
    if (type.kind === 'map')
      return `{"type":"map","values":${this.type(type.values, space)}${propsText(type.props)}}`;
    return type.props.size === 0 ? `"${type.kind}"` : `{"type":"${type.kind}"${propsText(type.props)}}`;
  }

  private named(type: AvroNamedType, space: string | null): string {
    const { name } = type;
    if (this.printed.has(name.full)) return quoted(qualified(name, space));
    this.printed.add(name.full);
    const kind = type.kind === 'record' && type.isError ? 'error' : type.kind;
    const head = `{"type":"${kind}","name":${quoted(name.name)}${spaceText(name, space)}${docText(type.doc)}`;
    return `${head}${this.body(type)}${propsText(type.props)}${this.aliases(type)}}`;
  }

  private body(type: AvroNamedType): string {
    switch (type.kind) {
      case 'record':
        return type.fields === null
          ? ''
          : `,"fields":[${type.fields.map((field) => this.field(field, type.name.space)).join(',')}]`;
      case 'enum': {
        const byDefault = type.default === null ? '' : `,"default":${quoted(type.default)}`;
        return `,"symbols":[${type.symbols.map(quoted).join(',')}]${byDefault}`;
      }
      case 'fixed':
        return `,"size":${type.sizeBytes}`;
    }
  }

  private field(field: AvroField, space: string | null): string {
    const byDefault = field.default === undefined ? '' : `,"default":${writeJson(field.default)}`;
    const order = field.order === 'ascending' ? '' : `,"order":"${field.order}"`;
    const aliases = field.aliases.length === 0 ? '' : `,"aliases":[${field.aliases.map(quoted).join(',')}]`;
    const head = `{"name":${quoted(field.name)},"type":${this.type(field.type, space)}`;
    return `${head}${docText(field.doc)}${byDefault}${order}${aliases}${propsText(field.props)}}`;
  }

  private aliases({ aliases, name }: AvroNamedType): string {
    if (aliases.length === 0) return '';
    return `,"aliases":[${aliases.map((alias) => quoted(qualified(alias, name.space))).join(',')}]`;
  }
}

function spaceText(name: AvroName, space: string | null): string {
  return name.space === space ? '' : `,"namespace":${quoted(name.space ?? '')}`;
}

function docText(doc: string | null): string {
  return doc === null ? '' : `,"doc":${quoted(doc)}`;
}

function propsText(props: JsonObject): string {
  return [...props].map(([key, value]) => `,${quoted(key)}:${writeJson(value)}`).join('');
}

// Avro schemas, by https://avro.apache.org/docs/1.12.0/specification/ and what the Java library takes and refuses, which is what
// a registry of Confluent takes and refuses. Names are taken in the order of the text; a name is defined before it is used.
import { refuse, type FullFormatLimits } from '../format-limits.js';
import type { FormatReference } from '../format-schema.js';
import {
  isArray,
  isObject,
  JsonNumber,
  textMember,
  type JsonNode,
  type JsonObject,
} from '../text/json-node.js';
import { readJson } from '../text/read-json.js';
import { quoted } from '../text/write-json.js';
import { aliasesOf, excerpt, propsOf } from './avro-node.js';
import { avroName, AvroNames, checkName } from './avro-names.js';
import type { AvroSchema } from './avro-schema.js';
import {
  branchName,
  isNamed,
  isPrimitiveKind,
  type AvroName,
  type AvroNamed,
  type AvroNamedType,
  type AvroType,
} from './avro-type.js';
import { normalizeAvro } from './normalize-avro.js';
import { parseFields } from './parse-fields.js';
import { printAvro } from './print-avro.js';

const RESERVED: ReadonlySet<string> = new Set([
  'doc',
  'fields',
  'items',
  'name',
  'namespace',
  'size',
  'symbols',
  'values',
  'type',
  'aliases',
]);
const ENUM_RESERVED: ReadonlySet<string> = new Set([...RESERVED, 'default']);

/** Reads a schema of Avro and the schemas that it refers to. **Throws** SchemaFault */
export function parseAvro(
  text: string,
  references: readonly FormatReference[],
  limits: FullFormatLimits,
): AvroSchema {
  const parser = new AvroParser(limits);
  const referenced = new Set<string>();
  for (const reference of references) {
    const type = parser.parse(reference.text);
    if (isNamed(type)) referenced.add(type.name.full);
  }
  const root = parser.parse(text);
  return {
    format: 'AVRO',
    text,
    canonical: printAvro(root, referenced),
    normalized: printAvro(normalizeAvro(root), referenced),
    name: root.kind === 'record' ? root.name.full : null,
    root,
    referenced,
  };
}

/** Reads types into one set of names. */
export class AvroParser {
  private readonly names: AvroNames;
  private readonly depths = new Map<AvroNamedType, number>();

  constructor(readonly limits: FullFormatLimits) {
    this.names = new AvroNames(limits.maxNames);
  }

  /** Reads one text. **Throws** SchemaFault */
  parse(text: string): AvroType {
    const read = readJson(text, { ...this.limits, comments: true });
    if (!read.ok) refuse(read.message);
    return this.type(read.node, null, 0).type;
  }

  /** Whether a word names a type where `space` is the namespace. */
  knows(word: string, space: string | null): boolean {
    return isPrimitiveKind(word) || this.names.find(word, space) !== null;
  }

  /** Reads a type; `depth` is how deep the type is that it is part of, names followed. **Throws** SchemaFault */
  type(
    node: JsonNode,
    space: string | null,
    depth: number,
  ): { readonly type: AvroType; readonly depth: number } {
    if (depth > this.limits.maxDepth) refuse(`Types are nested deeper than ${this.limits.maxDepth}`);
    if (typeof node === 'string')
      return this.named(node, space, depth) ?? refuse(`Undefined name: ${quoted(node)}`);
    if (isArray(node)) return this.union(node, space, depth);
    if (isObject(node)) return this.object(node, space, depth);
    return refuse(`Schema not yet supported: ${excerpt(node)}`);
  }

  private named(word: string, space: string | null, depth: number): { type: AvroType; depth: number } | null {
    if (isPrimitiveKind(word)) return { type: { kind: word, props: new Map() }, depth };
    const type = this.names.find(word, space);
    if (type === null) return null;
    const below = depth + (this.depths.get(type) ?? 0);
    if (below > this.limits.maxDepth) refuse(`Types are nested deeper than ${this.limits.maxDepth}`);
    return { type, depth: below };
  }

  private union(
    nodes: readonly JsonNode[],
    space: string | null,
    depth: number,
  ): { type: AvroType; depth: number } {
    const taken = new Set<string>();
    let below = depth;
    const branches = nodes.map((node) => {
      const branch = this.type(node, space, depth + 1);
      if (branch.type.kind === 'union') refuse(`Nested union: ${excerpt(nodes)}`);
      const name = branchName(branch.type);
      if (taken.has(name)) refuse(`Duplicate in union:${name}`);
      taken.add(name);
      below = Math.max(below, branch.depth);
      return branch.type;
    });
    return { type: { kind: 'union', branches }, depth: below };
  }

  private object(node: JsonObject, space: string | null, depth: number): { type: AvroType; depth: number } {
    const kind = textMember(node, 'type') ?? refuse(`No type: ${excerpt(node)}`);
    if (isPrimitiveKind(kind)) return { type: { kind, props: propsOf(node, RESERVED) }, depth };
    if (kind === 'array' || kind === 'map') return this.container(kind, node, space, depth);
    if (kind === 'record' || kind === 'error') return this.record(kind === 'error', node, space, depth);
    if (kind === 'enum' || kind === 'fixed') {
      const type = kind === 'enum' ? enumOf(node, space) : fixedOf(node, space);
      this.names.define(type);
      return { type, depth };
    }
    return this.named(kind, space, depth) ?? refuse(`Type not supported: ${kind}`);
  }

  private container(
    kind: 'array' | 'map',
    node: JsonObject,
    space: string | null,
    depth: number,
  ): { type: AvroType; depth: number } {
    const part = node.get(kind === 'array' ? 'items' : 'values');
    if (part === undefined)
      refuse(`${kind === 'array' ? 'Array has no items' : 'Map has no values'} type: ${excerpt(node)}`);
    const inner = this.type(part, space, depth + 1);
    const props = propsOf(node, RESERVED);
    const type: AvroType =
      kind === 'array' ? { kind, items: inner.type, props } : { kind, values: inner.type, props };
    return { type, depth: inner.depth };
  }

  private record(
    isError: boolean,
    node: JsonObject,
    space: string | null,
    depth: number,
  ): { type: AvroType; depth: number } {
    const type: AvroNamedType = {
      kind: 'record',
      isError,
      fields: null,
      ...namedPart(node, space, RESERVED),
    };
    this.names.define(type);
    const fields = node.get('fields');
    if (!isArray(fields)) refuse(`Record has no fields: ${excerpt(node)}`);
    const parsed = parseFields(this, type, fields, depth);
    type.fields = parsed.fields;
    this.depths.set(type, parsed.depth - depth);
    return { type, depth: parsed.depth };
  }
}

function namedPart(node: JsonObject, space: string | null, reserved: ReadonlySet<string>): AvroNamed {
  const word = textMember(node, 'name') ?? refuse(`No name in schema: ${excerpt(node)}`);
  const name = avroName(word, textMember(node, 'namespace') ?? space);
  const aliases = new Map<string, AvroName>();
  for (const alias of aliasesOf(node).map((text) => avroName(text, name.space)))
    aliases.set(alias.full, alias);
  return {
    name,
    doc: textMember(node, 'doc'),
    aliases: [...aliases.values()],
    props: propsOf(node, reserved),
  };
}

function enumOf(node: JsonObject, space: string | null): AvroNamedType {
  const part = namedPart(node, space, ENUM_RESERVED);
  const symbols = node.get('symbols');
  if (!isArray(symbols)) refuse(`Enum has no symbols: ${excerpt(node)}`);
  const taken = new Set<string>();
  for (const symbol of symbols) {
    const word = checkName(
      typeof symbol === 'string' ? symbol : refuse(`Symbol is not a string: ${excerpt(symbol)}`),
    );
    if (taken.has(word)) refuse(`Duplicate enum symbol: ${word}`);
    taken.add(word);
  }
  const byDefault = textMember(node, 'default');
  if (byDefault !== null && !taken.has(byDefault))
    refuse(`The Enum Default: ${byDefault} is not in the enum symbol set: [${[...taken].join(', ')}]`);
  return { kind: 'enum', symbols: [...taken], default: byDefault, ...part };
}

function fixedOf(node: JsonObject, space: string | null): AvroNamedType {
  const part = namedPart(node, space, RESERVED);
  const size = node.get('size');
  if (!(size instanceof JsonNumber) || !size.integral || Math.abs(size.value) >= 2 ** 31)
    refuse(`Invalid or no size: ${excerpt(node)}`);
  if (size.value < 0) refuse(`Invalid fixed size: ${size.value}`);
  return { kind: 'fixed', sizeBytes: size.value, ...part };
}

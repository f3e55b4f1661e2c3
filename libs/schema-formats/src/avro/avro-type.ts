import type { JsonNode, JsonObject } from '../text/json-node.js';

/** The types without parts. */
export const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const;

/** One of {@link PRIMITIVES}. */
export type PrimitiveKind = (typeof PRIMITIVES)[number];

/** A name of Avro. `space` is null for the empty namespace. */
export interface AvroName {
  readonly name: string;
  readonly space: string | null;
  /** With its namespace. */
  readonly full: string;
}

/** What every type of Avro but a union has: attributes that the specification leaves to users, logical types among them. */
export interface AvroProps {
  /** In the order of the text. */
  readonly props: JsonObject;
}

/** A primitive type. */
export interface AvroPrimitive extends AvroProps {
  readonly kind: PrimitiveKind;
}

/** What named types have. */
export interface AvroNamed extends AvroProps {
  readonly name: AvroName;
  readonly doc: string | null;
  /** In the order of the text, without doubles. */
  readonly aliases: readonly AvroName[];
}

/** A field of a record. */
export interface AvroField extends AvroProps {
  readonly name: string;
  readonly type: AvroType;
  readonly doc: string | null;
  readonly order: 'ascending' | 'descending' | 'ignore';
  readonly aliases: readonly string[];
  /** Undefined: it has none. */
  readonly default: JsonNode | undefined;
}

/** A record, or an error of a protocol. */
export interface AvroRecord extends AvroNamed {
  readonly kind: 'record';
  readonly isError: boolean;
  /** Filled after the record is made, since fields may refer to it; null until then. */
  fields: readonly AvroField[] | null;
}

/** An enum. */
export interface AvroEnum extends AvroNamed {
  readonly kind: 'enum';
  readonly symbols: readonly string[];
  readonly default: string | null;
}

/** A fixed number of bytes. */
export interface AvroFixed extends AvroNamed {
  readonly kind: 'fixed';
  readonly sizeBytes: number;
}

/** A list. */
export interface AvroArray extends AvroProps {
  readonly kind: 'array';
  readonly items: AvroType;
}

/** Values by strings. */
export interface AvroMap extends AvroProps {
  readonly kind: 'map';
  readonly values: AvroType;
}

/** One of several types. */
export interface AvroUnion {
  readonly kind: 'union';
  readonly branches: readonly AvroType[];
}

/** A type of Avro. Named types are one object for each name, so that pairs can be told by identity; types may be recursive. */
export type AvroType = AvroPrimitive | AvroRecord | AvroEnum | AvroFixed | AvroArray | AvroMap | AvroUnion;

/** A type that has a name. */
export type AvroNamedType = AvroRecord | AvroEnum | AvroFixed;

/** Whether it has a name. */
export function isNamed(type: AvroType): type is AvroNamedType {
  return type.kind === 'record' || type.kind === 'enum' || type.kind === 'fixed';
}

/** What the type is called inside a union: two branches may not be called the same. */
export function branchName(type: AvroType): string {
  return isNamed(type) ? type.name.full : type.kind;
}

/** Whether the word is a primitive type. */
export function isPrimitiveKind(word: string): word is PrimitiveKind {
  return (PRIMITIVES as readonly string[]).includes(word);
}

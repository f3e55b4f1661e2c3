import type { AvroSchema } from './avro/avro-schema.js';
import type { JsonSchema } from './json-schema/json-schema.js';

/** The schema types beside PROTOBUF. */
export type SchemaFormatName = 'AVRO' | 'JSON';

/** The names of {@link SchemaFormatName}. */
export const SCHEMA_FORMATS: readonly SchemaFormatName[] = ['AVRO', 'JSON'];

/** The text of a schema that another refers to. The caller resolves them: whole closure, each before what needs it. */
export interface FormatReference {
  /** The name by which it is referred to: for JSON what a `$ref` says, for Avro nothing that counts. */
  readonly name: string;
  readonly text: string;
}

/** What both kinds of schema have. */
export interface FormatTexts {
  /** As it was sent. */
  readonly text: string;
  /** What the identity is made of, and what is stored and answered: reprinted without comments and spaces. */
  readonly canonical: string;
  /** The same with `normalize=true`: free of what carries no meaning, such as the order of properties. */
  readonly normalized: string;
  /** Full name of a record, title of a JSON Schema; null when it has none. */
  readonly name: string | null;
}

/** A schema that was read. `format` tells which. */
export type FormatSchema = AvroSchema | JsonSchema;

/** A schema, or what is wrong with it: the `details` of Confluent's answer 42201. */
export type ParsedFormat =
  { readonly ok: true; readonly schema: FormatSchema } | { readonly ok: false; readonly message: string };

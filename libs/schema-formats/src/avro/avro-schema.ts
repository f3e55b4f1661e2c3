import type { FormatTexts } from '../format-schema.js';
import type { AvroType } from './avro-type.js';

/** A schema of Avro that was read. */
export interface AvroSchema extends FormatTexts {
  readonly format: 'AVRO';
  readonly root: AvroType;
  /** Full names of the references' root types: they are named and not printed in the canonical text. */
  readonly referenced: ReadonlySet<string>;
}

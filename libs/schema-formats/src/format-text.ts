import { printAvro } from './avro/print-avro.js';
import type { FormatSchema } from './format-schema.js';

/** What `format=` may ask for; anything else answers the default, as Confluent does. */
export type TextFormat = 'default' | 'resolved';

/** The schema's text: `default` is the canonical one, `resolved` has Avro's references printed in place. */
export function formatText(schema: FormatSchema, format: string): string {
  if (schema.format === 'AVRO' && format.toLowerCase() === 'resolved')
    return printAvro(schema.root, new Set());
  return schema.canonical;
}

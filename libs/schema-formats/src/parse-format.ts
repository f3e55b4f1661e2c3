import { parseAvro } from './avro/parse-avro.js';
import {
  DEFAULT_FORMAT_LIMITS,
  refuse,
  SchemaFault,
  type FormatLimits,
  type FullFormatLimits,
} from './format-limits.js';
import type { FormatReference, FormatSchema, ParsedFormat, SchemaFormatName } from './format-schema.js';
import { parseJsonSchema } from './json-schema/parse-json-schema.js';

/**
 * Reads a schema of AVRO or JSON. What is wrong with it is a value. `references` are the texts of everything that it refers to, the
 * whole closure, each before what needs it; nothing is fetched and no code is made of a schema.
 */
export function parseFormat(
  format: SchemaFormatName,
  text: string,
  references: readonly FormatReference[] = [],
  limits: FormatLimits = {},
): ParsedFormat {
  const full = { ...DEFAULT_FORMAT_LIMITS, ...limits };
  try {
    checkSizes(text, references, full);
    return { ok: true, schema: parse(format, text, references, full) };
  } catch (error) {
    if (error instanceof SchemaFault) return { ok: false, message: error.message };
    throw error;
  }
}

function parse(
  format: SchemaFormatName,
  text: string,
  references: readonly FormatReference[],
  limits: FullFormatLimits,
): FormatSchema {
  switch (format) {
    case 'AVRO':
      return parseAvro(text, references, limits);
    case 'JSON':
      return parseJsonSchema(text, references, limits);
  }
}

function checkSizes(text: string, references: readonly FormatReference[], limits: FullFormatLimits): void {
  if (text.trim() === '') refuse('Empty schema');
  if (references.length > limits.maxReferences) refuse(`More than ${limits.maxReferences} references`);
  const texts = [text, ...references.map((reference) => reference.text)];
  if (texts.some(({ length }) => length > limits.maxTextLength))
    refuse(`Text longer than ${limits.maxTextLength} characters`);
}

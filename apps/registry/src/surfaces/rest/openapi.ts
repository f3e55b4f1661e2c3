import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { registry } from '#libs/gen';

/** A JSON schema object as OpenAPI has it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Component schemas of every message of the native API, made from proto/protokoll/registry/v1. */
export function apiSchemas(): Record<string, JsonSchema> {
  const messages = registry.file_protokoll_registry_v1_registry.messages;
  return Object.fromEntries(messages.map((message) => [message.name, messageSchema(message)]));
}

/** Where a document has the schema of a message. */
export function schemaPath(message: string): string {
  return `#/components/schemas/${message}`;
}

function messageSchema(message: DescMessage): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(message.fields.map((field) => [field.jsonName, fieldSchema(field)])),
  };
}

function fieldSchema(field: DescField): JsonSchema {
  switch (field.fieldKind) {
    case 'list':
      return {
        type: 'array',
        items: field.listKind === 'message' ? reference(field.message) : { type: 'string' },
      };
    case 'map':
      return { type: 'object', additionalProperties: { type: 'string' } };
    case 'message':
      return reference(field.message);
    case 'enum':
      return { type: 'string' };
    case 'scalar':
      return scalarSchema(field);
  }
}

function reference(message: DescMessage): JsonSchema {
  return { $ref: schemaPath(message.name) };
}

const NUMERIC = new Set([1, 2, 5, 7, 13, 15, 17]);
const BOOL = 8;
const BYTES = 12;

function scalarSchema(field: DescField & { fieldKind: 'scalar' }): JsonSchema {
  if (field.scalar === BOOL) return { type: 'boolean' };
  if (field.scalar === BYTES) return { type: 'string', format: 'byte' };
  return { type: NUMERIC.has(field.scalar) ? 'number' : 'string' };
}

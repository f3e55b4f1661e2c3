import type { EntitySchemaColumnOptions } from 'typeorm';

/** The engines that the registry's own data lives in. */
export type DatabaseKind = 'sqlite' | 'postgres';

/** A column of raw bytes. */
export function bytesColumn(kind: DatabaseKind): EntitySchemaColumnOptions {
  return { type: kind === 'postgres' ? 'bytea' : 'blob' };
}

/** A text column, under another name in the database when `name` is given. */
export function textColumn(
  name?: string,
  options: Partial<EntitySchemaColumnOptions> = {},
): EntitySchemaColumnOptions {
  return { type: 'text', ...(name === undefined ? {} : { name }), ...options };
}

/** An integer column. */
export function intColumn(
  name?: string,
  options: Partial<EntitySchemaColumnOptions> = {},
): EntitySchemaColumnOptions {
  return { type: 'integer', ...(name === undefined ? {} : { name }), ...options };
}

/** A text column that holds JSON. */
export function jsonColumn(name?: string): EntitySchemaColumnOptions {
  return { type: 'simple-json', ...(name === undefined ? {} : { name }) };
}

import { z } from 'zod';

/** Keys of the object at a place in a schema; none where there is no object or one of several. */
export function knownKeys(schema: unknown, path: readonly (string | number)[]): readonly string[] {
  let at = inside(schema);
  for (const key of path) {
    if (at instanceof z.ZodObject) at = inside((at.shape as Record<string, unknown>)[key]);
    else if (at instanceof z.ZodArray) at = inside(at.element);
    else return [];
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** Without what makes it optional, checks it or changes its value. */
function inside(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return inside(schema.unwrap());
  return schema instanceof z.ZodPipe ? inside(schema.in) : schema;
}

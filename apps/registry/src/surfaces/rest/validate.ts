import { RegistryError } from '#libs/errors';
import { z, type ZodType } from 'zod';

/** Checks a body or query. **Throws** BAD_REQUEST naming the first field that is wrong. */
export function validate<T>(schema: ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(Buffer.isBuffer(value) ? parseJson(value) : value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where =
    issue === undefined || issue.path.length === 0 ? 'The request' : `Field '${issue.path.join('.')}'`;
  throw new RegistryError('BAD_REQUEST', {
    problem: `${where}: ${issue?.message ?? 'is wrong'}. The API is described at /docs.`,
  });
}

/** JSON that came under another content type, such as curl's default. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new RegistryError('BAD_REQUEST', { problem: 'The body is not JSON.' });
  }
}

const text = z.string().max(10_000);
const name = z.string().max(4_096);

const content = {
  files: z.array(z.object({ path: name, content: z.string() })).min(1, 'give at least one file'),
  references: z
    .array(
      z.object({
        name,
        subject: name,
        version: z
          .number()
          .int()
          .min(-1)
          .max(2 ** 31 - 1),
      }),
    )
    .max(1_000)
    .default([]),
  metadata: z.record(z.string().max(1_000), text).default({}),
};
const occasion = { author: text.default(''), reason: text.default('') };
const draftLabel = { draftLabel: z.string().max(10_000).default('') };

/** Body of a publication. Limits on sizes are the compiler's. */
export const PROPOSAL = z.object({
  ...content,
  ...occasion,
  labels: z.array(z.string().max(250)).max(100).default([]),
});

/** Body of a check. */
export const CHECK = z.object({ ...content, ...occasion, ...draftLabel });

/** Body of a batch of checks. How many there may be is the core's to say. */
export const BATCH_CHECK = z.object({
  checks: z.array(z.object({ subject: name, ...content })).min(1, 'give at least one check'),
  ...occasion,
  ...draftLabel,
});

/** A yes or no in a query; absent is no. */
export function flag(value: string | undefined): boolean {
  return value === 'true' || value === '1' || value === '';
}

/** A whole number in a query. **Throws** BAD_REQUEST. */
export function integer(
  parameter: string,
  value: string | undefined,
  range: { min: number; max: number; default: number },
): number {
  if (value === undefined || value === '') return range.default;
  const number = Number(value);
  if (Number.isInteger(number) && number >= range.min && number <= range.max) return number;
  throw new RegistryError('BAD_REQUEST', {
    problem: `Parameter '${parameter}' must be a whole number from ${range.min} to ${range.max}.`,
  });
}

import { FINDING_CLASSES, PROFILE_NAMES } from '#libs/compat';
import { z } from 'zod';
import { ENCODINGS, LEVELS } from '../policy-names.js';

const text = z.string({ error: 'a text is expected' }).trim().min(1, 'it is empty');

/** Unquoted, `#/pkg.Message` is a comment in YAML and leaves nothing. */
const elementPath = z
  .string({ error: "an element path is expected, in quotes: '#/pkg.Message/field/7'" })
  .trim()
  .min(1, 'it is empty')
  .transform((path) => (path.startsWith('#/') ? path : `#/${path}`));

const policy = z.strictObject({
  level: z.enum(LEVELS, { error: `one of ${LEVELS.join(', ')} is expected` }).optional(),
  profile: z.enum(PROFILE_NAMES, { error: `one of ${PROFILE_NAMES.join(', ')} is expected` }).optional(),
  encodings: z
    .array(z.enum(ENCODINGS, { error: `one of ${ENCODINGS.join(', ')} is expected` }))
    .min(1, 'name one at least')
    .optional(),
  refuse: z
    .array(z.enum(FINDING_CLASSES, { error: `one of ${FINDING_CLASSES.join(', ')} is expected` }))
    .optional(),
  jsonIgnoreUnknown: z.boolean({ error: 'true or false is expected' }).optional(),
});

const module = z.strictObject({
  path: text,
  subject: text.optional(),
  against: text.optional(),
  policy: policy.optional(),
});

const waiver = z
  .strictObject({
    rule: text.optional(),
    path: elementPath.optional(),
    reason: text,
    author: text,
    expires: z.iso.date({ error: 'a date such as 2030-01-31 is expected' }).optional(),
  })
  .refine(({ rule, path }) => rule !== undefined || path !== undefined, {
    error: 'a waiver needs a rule or a path; to waive everything is the level NONE',
  });

/** What a protokoll.yaml may say. */
export const PROTOKOLL_SCHEMA = z.strictObject({
  version: z.literal(1, { error: 'version 1 is expected' }),
  registry: z.url({ protocol: /^https?$/, error: 'the URL of a registry is expected' }).optional(),
  policy: policy.optional(),
  modules: z.array(module, { error: 'a list is expected' }).optional(),
  waivers: z.array(waiver, { error: 'a list is expected' }).optional(),
});

/** The `policy` of a protokoll.yaml or of a module in it. */
export type PolicySection = z.infer<typeof policy>;

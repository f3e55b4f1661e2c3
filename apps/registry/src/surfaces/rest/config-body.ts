import {
  DEFAULT_BUF_OPTIONS,
  PROFILE_NAMES,
  selectBufRules,
  type CompatibilityLevel,
  type Encoding,
  type FindingClass,
} from '#libs/compat';
import { DIALECTS } from '#libs/ddl';
import { isRegistryError } from '#libs/errors';
import { z, type ZodType } from 'zod';

const LEVELS: readonly CompatibilityLevel[] = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
];
// Tables follow from the plans; their encoding is not one to choose.
const ENCODINGS: readonly Encoding[] = ['binary', 'json', 'source'];
const CLASSES: readonly FindingClass[] = ['break', 'lossy', 'presence', 'hygiene'];

const text = z.string().max(10_000);
const name = z.string().max(4_096);
const names = z.array(name).max(1_000);

const rule = z
  .string()
  .max(100)
  .refine(isBufRule, {
    error: ({ input }) =>
      `'${shown(input)}' is not one of FILE, PACKAGE, CSR, WIRE_JSON, WIRE or a rule of buf such as FIELD_SAME_TYPE (docs/reference/rules.md)`,
  });
const rules = z.array(rule).max(1_000);

/** Body of a scope's settings. Fields that are left out inherit. */
export const CONFIG = z.strictObject({
  compatibility: oneOf(LEVELS).optional(),
  profile: oneOf(PROFILE_NAMES).optional(),
  encodings: z.array(oneOf(ENCODINGS)).optional(),
  jsonIgnoreUnknown: z.boolean().optional(),
  buf: z
    .strictObject({
      use: rules.optional(),
      except: rules.optional(),
      ignore: names.optional(),
      ignoreOnly: z
        .array(z.strictObject({ rule, paths: names }))
        .max(1_000)
        .optional(),
      ignoreUnstablePackages: z.boolean().optional(),
    })
    .optional(),
  refuse: z.array(oneOf(CLASSES)).optional(),
  tables: names.optional(),
  dialects: z.array(oneOf(DIALECTS.map((dialect) => dialect.name))).optional(),
  owner: text.optional(),
  waivers: z
    .array(
      z.strictObject({
        ruleId: text.optional(),
        path: text.optional(),
        reason: text.min(1, 'say why'),
        author: text.min(1, 'say who'),
        expires: z.iso.date('give a date such as 2026-12-31').or(z.literal('')).optional(),
      }),
    )
    .max(1_000)
    .optional(),
});

/** One of the given values; what is not is told beside what would be. */
function oneOf<T extends string>(values: readonly T[]): ZodType<T> {
  return z.enum(values as readonly [T, ...T[]], {
    error: ({ input }) => `'${shown(input)}' is not one of ${values.join(', ')}`,
  }) as unknown as ZodType<T>;
}

function isBufRule(name: string): boolean {
  try {
    selectBufRules({ ...DEFAULT_BUF_OPTIONS, use: [name] });
    return true;
  } catch (error) {
    if (isRegistryError(error, 'BAD_CONFIG')) return false;
    throw error;
  }
}

function shown(input: unknown): string {
  return (typeof input === 'string' ? input : (JSON.stringify(input) ?? 'nothing')).slice(0, 80);
}

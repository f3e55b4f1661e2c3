import { z, type ZodType } from 'zod';
import { FAILURES } from './confluent-error.js';
import { refuseRules } from './refuse-rules.js';

const MAX_ID = 2 ** 31 - 1;
const text = z.string().max(10_000);
const nullable = <T extends ZodType>(type: T) => type.nullish().transform((value) => value ?? undefined);

const METADATA = z.object({
  tags: nullable(z.record(text, z.array(text).max(1_000))),
  properties: nullable(z.record(text, text)),
  sensitive: nullable(z.array(text).max(1_000)),
});

const RULE = z.object({
  name: z.string().min(1, 'a rule needs a name').max(1_000),
  doc: nullable(text),
  kind: nullable(z.enum(['TRANSFORM', 'CONDITION'])),
  mode: nullable(z.enum(['UPGRADE', 'DOWNGRADE', 'UPDOWN', 'WRITE', 'READ', 'WRITEREAD'])),
  type: nullable(text),
  tags: nullable(z.array(text).max(1_000)),
  params: nullable(z.record(text, text)),
  expr: nullable(z.string().max(100_000)),
  onSuccess: nullable(text),
  onFailure: nullable(text),
  disabled: nullable(z.boolean()),
});

const RULE_SET = z.object({
  migrationRules: nullable(z.array(RULE).max(1_000)),
  domainRules: nullable(z.array(RULE).max(1_000)),
  encodingRules: nullable(z.array(RULE).max(1_000)),
  enableAt: nullable(text),
});

const REFERENCE = z.object({
  name: z.string().min(1).max(4_096),
  subject: z.string().min(1).max(4_096),
  version: z.number().int().min(-1).max(MAX_ID),
});

const SCHEMA_TAGS = z.object({
  schemaEntity: z.object({
    entityPath: text.min(1),
    entityType: z.enum(['SR_RECORD', 'SR_FIELD']),
  }),
  tags: z.array(text).max(1_000),
});

const TAGGING = z.object({
  newVersion: nullable(z.number().int().min(1).max(MAX_ID)),
  tagsToAdd: nullable(z.array(SCHEMA_TAGS).max(10_000)),
  tagsToRemove: nullable(z.array(SCHEMA_TAGS).max(10_000)),
  metadata: nullable(METADATA),
  ruleSet: nullable(z.unknown()),
  rulesToMerge: nullable(z.unknown()),
  rulesToRemove: nullable(z.array(text).max(10_000)),
});

const REGISTRATION = z.object({
  schema: nullable(z.string()),
  schemaType: nullable(text),
  references: nullable(z.array(REFERENCE).max(1_000)),
  metadata: nullable(METADATA),
  ruleSet: nullable(z.unknown()),
  id: nullable(z.number().int().min(-1).max(MAX_ID)),
  version: nullable(z.number().int().min(-1).max(MAX_ID)),
  schemaTagsToAdd: nullable(z.array(SCHEMA_TAGS).max(10_000)),
  schemaTagsToRemove: nullable(z.array(SCHEMA_TAGS).max(10_000)),
  propagateSchemaTags: nullable(z.boolean()),
});

/** Confluent's metadata of a schema. */
export type Metadata = z.infer<typeof METADATA>;
/** Confluent's rules of a schema. They are kept; clients run them. */
export type RuleSet = z.infer<typeof RULE_SET>;
/** Tags of one message or field. */
export type SchemaTags = z.infer<typeof SCHEMA_TAGS>;
/** Another version of a schema with other tags, metadata or rules. */
export type TaggingBody = Omit<z.infer<typeof TAGGING>, 'ruleSet' | 'rulesToMerge'> & {
  readonly ruleSet: RuleSet | undefined;
  readonly rulesToMerge: RuleSet | undefined;
};
/** A schema that is to be registered, looked up or checked. */
export type RegistrationBody = Omit<z.infer<typeof REGISTRATION>, 'ruleSet'> & {
  readonly ruleSet: RuleSet | undefined;
};

/** Reads the body of a registration; unknown members are left out. **Throws** 400, 422, 42210. */
export function readRegistration(body: unknown): RegistrationBody {
  const parsed = REGISTRATION.safeParse(readJson(body));
  if (!parsed.success) throw FAILURES.unprocessable(problemOf(parsed.error));
  const { ruleSet } = parsed.data;
  return { ...parsed.data, ruleSet: ruleSet === undefined ? undefined : readRuleSet(ruleSet) };
}

/** Reads the body of a change of tags; unknown members are left out. **Throws** 400, 422, 42210. */
export function readTagging(body: unknown): TaggingBody {
  const parsed = TAGGING.safeParse(readJson(body));
  if (!parsed.success) throw FAILURES.unprocessable(problemOf(parsed.error));
  const { ruleSet, rulesToMerge } = parsed.data;
  return {
    ...parsed.data,
    ruleSet: ruleSet === undefined ? undefined : readRuleSet(ruleSet),
    rulesToMerge: rulesToMerge === undefined ? undefined : readRuleSet(rulesToMerge),
  };
}

/** Reads metadata of a setting. **Throws** 422. */
export function readMetadata(value: unknown): Metadata {
  const parsed = METADATA.safeParse(value);
  if (!parsed.success) throw FAILURES.unprocessable(problemOf(parsed.error));
  return parsed.data;
}

/** Reads a rule set. **Throws** 42210. */
export function readRuleSet(value: unknown): RuleSet {
  const parsed = RULE_SET.safeParse(value);
  if (!parsed.success) throw FAILURES.invalidRuleSet(`Invalid rule set: ${problemOf(parsed.error)}`);
  refuseRules(parsed.data);
  return parsed.data;
}

/** A JSON object out of a body that may have come under any content type. **Throws** 400, 422. */
export function readObject(body: unknown): Readonly<Record<string, unknown>> {
  const value = readJson(body);
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw FAILURES.unprocessable('The body must be a JSON object.');
  return value as Readonly<Record<string, unknown>>;
}

function readJson(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return body;
  try {
    return JSON.parse(body.toString('utf8'), (key, value: unknown) =>
      key === '__proto__' ? undefined : value,
    );
  } catch {
    throw FAILURES.badRequest('The body is not JSON.');
  }
}

function problemOf(error: z.ZodError): string {
  const issue = error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? 'The body' : `'${issue.path.join('.')}'`;
  return `${where}: ${issue?.message ?? 'is wrong'}`;
}

import type { registry } from '#libs/gen';

/** A version as Confluent's API tells it. */
export interface ConfluentSchema {
  readonly version?: number;
  readonly id?: number;
  readonly guid?: string;
  readonly schemaType?: string;
  readonly schema?: string;
  readonly references?: readonly { name?: string; subject?: string; version?: number }[] | null;
  readonly metadata?: {
    readonly properties?: Readonly<Record<string, string>> | null;
    readonly tags?: unknown;
    readonly sensitive?: unknown;
  } | null;
  readonly ruleSet?: unknown;
  /** Milliseconds since 1970. */
  readonly ts?: number;
}

/** A version as a record. A reference without a context is of the subject's own. */
export function confluentVersion(
  subject: string,
  schema: ConfluentSchema,
  deleted: boolean,
): registry.MoveVersionJson {
  const context = /^:\.[^:]+:/u.exec(subject)?.[0] ?? '';
  const { version = 0, id = 0, guid, ts, metadata, ruleSet } = schema;
  return {
    subject,
    version,
    id,
    ...(guid === undefined ? {} : { guid }),
    schemaType: schema.schemaType ?? 'AVRO',
    files: [{ path: '_schema.proto', content: schema.schema ?? '' }],
    references: (schema.references ?? []).map((one) => ({
      name: one.name ?? '',
      subject: one.subject?.startsWith(':.') === true ? one.subject : context + (one.subject ?? ''),
      version: one.version ?? 0,
    })),
    metadata: {
      ...metadata?.properties,
      ...kept('confluent:tags', metadata?.tags),
      ...kept('confluent:sensitive', metadata?.sensitive),
      ...kept('confluent:ruleSet', ruleSet),
    },
    ...(ts === undefined ? {} : { createdAt: new Date(ts).toISOString() }),
    deleted,
  };
}

/** A scope's settings as records: the level is the core's, the rest and the mode are the surface's. */
export function settingsRecords(
  scope: string,
  config: Readonly<Record<string, unknown>>,
  mode: string | null,
): registry.MoveRecordJson[] {
  const { compatibilityLevel, ...rest } = config;
  const others = Object.entries({ ...rest, mode }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  const settings = Object.fromEntries(others) as registry.MoveSettingsJson['settings'] & {};
  return [
    ...(typeof compatibilityLevel === 'string'
      ? [{ config: { scope, config: { compatibility: compatibilityLevel } } }]
      : []),
    ...(others.length === 0 ? [] : [{ settings: { surface: 'confluent', scope, settings } }]),
  ];
}

function kept(name: string, value: unknown): Record<string, string> {
  const isEmpty = value === undefined || value === null || Object.keys(value).length === 0;
  return isEmpty ? {} : { [name]: JSON.stringify(value) };
}

import { readConfig } from '#libs/nest-kit';
import { z } from 'zod';

/** What an operator may set of the registry. */
export interface RegistryConfig {
  /** Folder of everything that is stored on disk. */
  readonly dataDir: string;
  /** `postgres://…`, `sqlite:path`, or empty for SQLite in the data folder. */
  readonly databaseUrl: string;
  readonly databasePoolSize: number;
  readonly compileTimeoutMs: number;
  readonly maxSchemaFiles: number;
  readonly maxSchemaBytes: number;
  readonly maxSchemaFileBytes: number;
  readonly maxSchemaNesting: number;
  readonly maxImageBytes: number;
  readonly maxMessagePairs: number;
  readonly maxHistoryBytes: number;
  readonly maxCheckSubjects: number;
  readonly maxCacheBytes: number;
  readonly maxDrafts: number;
  readonly maxAssociations: number;
  /** `name=url` of databases with event tables; see `TableDatabases`. */
  readonly tableDatabases: string;
  /** Bearer tokens of those who may use `tableDatabases`; see `AdminAccess`. */
  readonly adminTokens: string;
  /** True: everybody who reaches the registry may use `tableDatabases`. */
  readonly adminOpen: boolean;
  readonly confluent: ConfluentBehaviour;
}

/** In what the registry does as Confluent's does, where its own way is another. */
export interface ConfluentBehaviour {
  /** What makes two Protobuf texts of Confluent's API the same schema. */
  readonly identity: 'canonical' | 'text';
  /** Whether Protobuf texts of that API are kept as they were sent or printed anew. */
  readonly text: 'sent' | 'reprinted';
  /** What GUIDs of schemas are made of that come through that API. */
  readonly guid: 'fingerprint' | 'md5';
  /** Whether numbers of versions that were deleted for good are given again, by every API. */
  readonly versions: 'kept' | 'reused';
  /** The profile that judges where settings name none, for every API. */
  readonly rules: 'protokoll' | 'confluent';
}

/** Names, defaults and meanings of the registry's settings; docs/reference/config.md is made from it. */
export const REGISTRY_ENVIRONMENT = z.object({
  DATA_DIR: z.string().default('./data').describe('Folder of everything that is stored on disk.'),
  DATABASE_URL: z
    .string()
    .default('')
    .describe('postgres://… for PostgreSQL; empty for SQLite in DATA_DIR/registry.db.'),
  DATABASE_POOL_SIZE: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(10)
    .describe('Connections to PostgreSQL.'),
  COMPILE_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(1)
    .max(600_000)
    .default(10_000)
    .describe('Longest that a schema may take to compile, in milliseconds.'),
  MAX_SCHEMA_FILES: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(2_000)
    .describe('Most files of a schema.'),
  MAX_SCHEMA_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000_000)
    .default(16 * 1024 * 1024)
    .describe('Largest schema, in bytes of text.'),
  MAX_SCHEMA_FILE_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000_000)
    .default(1024 * 1024)
    .describe('Largest file of a schema, in bytes of text.'),
  MAX_SCHEMA_NESTING: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(100)
    .describe('Deepest nesting of a schema; descriptor parsers take no more than 100 levels.'),
  MAX_IMAGE_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000_000)
    .default(64 * 1024 * 1024)
    .describe('Largest compiled schema with its imports, in bytes.'),
  MAX_MESSAGE_PAIRS: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000_000)
    .default(200_000)
    .describe('Most pairs of messages that a check compares with one version in one direction.'),
  MAX_HISTORY_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000_000_000)
    .default(64 * 1024 * 1024)
    .describe(
      'Most bytes of different schemas that one check compares with; in memory they take about ten times as much.',
    ),
  MAX_CHECK_SUBJECTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .describe('Most subjects of one batch of checks.'),
  MAX_CACHE_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(100_000_000_000)
    .default(64 * 1024 * 1024)
    .describe(
      'Bytes of memory for what is kept ready: answers, texts, descriptors, codecs, compiled schemas; 0 keeps nothing.',
    ),
  TABLE_DATABASES: z
    .string()
    .default('')
    .describe(
      'Databases with event tables that requests may name, name=url apart by spaces or lines; empty: none. Only requests with a token of ADMIN_TOKENS may.',
    ),
  ADMIN_TOKENS: z
    .string()
    .default('')
    .describe(
      'Tokens of at least 16 characters, apart by commas, spaces or lines, of which requests that name one of TABLE_DATABASES show one: Authorization: Bearer. Empty: such requests are refused.',
    ),
  ADMIN_OPEN: z
    .enum(['true', 'false'])
    .default('false')
    .describe(
      'true: whoever reaches the registry may read and change the tables of TABLE_DATABASES; for where something before it knows its callers.',
    ),
  MAX_DRAFTS: z.coerce
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(1_000)
    .describe('Most drafts of a subject.'),
  MAX_ASSOCIATIONS: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000_000)
    .default(100_000)
    .describe("Most associations of topics with subjects that Confluent's API keeps."),
  CONFLUENT_PROFILE: z
    .enum(['protokoll', 'confluent'])
    .default('protokoll')
    .describe('What CONFLUENT_IDENTITY, _TEXT, _GUID, _VERSIONS and _RULES are when they are empty.'),
  CONFLUENT_IDENTITY: z
    .enum(['', 'canonical', 'text'])
    .default('')
    .describe(
      "What makes Protobuf schemas that come through Confluent's API the same: canonical, the contract; text, as Confluent has it, also comments and whitespace, unless a request or the settings say normalize.",
    ),
  CONFLUENT_TEXT: z
    .enum(['', 'sent', 'reprinted'])
    .default('')
    .describe(
      "Which Protobuf text Confluent's API keeps: sent, as it came; reprinted, without comments, as its descriptor has it. An import keeps what it is given.",
    ),
  CONFLUENT_GUID: z
    .enum(['', 'fingerprint', 'md5'])
    .default('')
    .describe(
      "What GUIDs of schemas are made of that are registered through Confluent's API: fingerprint; md5, as Confluent has it, of text, references, metadata and rules.",
    ),
  CONFLUENT_VERSIONS: z
    .enum(['', 'kept', 'reused'])
    .default('')
    .describe(
      'Whether the highest numbers of versions are given again once they are deleted for good: kept, never; reused, as Confluent has it. Columns of deleted versions stay known.',
    ),
  CONFLUENT_RULES: z
    .enum(['', 'protokoll', 'confluent'])
    .default('')
    .describe('The profile that judges changes where settings name none; see docs/reference/rules.md.'),
});

/** Reads the registry's settings. **Throws** BAD_CONFIG. */
export function readRegistryConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): RegistryConfig {
  const read = readConfig(REGISTRY_ENVIRONMENT, env);
  return {
    dataDir: read.DATA_DIR,
    databaseUrl: read.DATABASE_URL,
    databasePoolSize: read.DATABASE_POOL_SIZE,
    compileTimeoutMs: read.COMPILE_TIMEOUT_MS,
    maxSchemaFiles: read.MAX_SCHEMA_FILES,
    maxSchemaBytes: read.MAX_SCHEMA_BYTES,
    maxSchemaFileBytes: read.MAX_SCHEMA_FILE_BYTES,
    maxSchemaNesting: read.MAX_SCHEMA_NESTING,
    maxImageBytes: read.MAX_IMAGE_BYTES,
    maxMessagePairs: read.MAX_MESSAGE_PAIRS,
    maxHistoryBytes: read.MAX_HISTORY_BYTES,
    maxCheckSubjects: read.MAX_CHECK_SUBJECTS,
    maxCacheBytes: read.MAX_CACHE_BYTES,
    maxDrafts: read.MAX_DRAFTS,
    maxAssociations: read.MAX_ASSOCIATIONS,
    tableDatabases: read.TABLE_DATABASES,
    adminTokens: read.ADMIN_TOKENS,
    adminOpen: read.ADMIN_OPEN === 'true',
    confluent: confluentBehaviour(read),
  };
}

type Read = z.infer<typeof REGISTRY_ENVIRONMENT>;

function confluentBehaviour(read: Read): ConfluentBehaviour {
  const profile = PROFILES[read.CONFLUENT_PROFILE];
  return {
    identity: read.CONFLUENT_IDENTITY || profile.identity,
    text: read.CONFLUENT_TEXT || profile.text,
    guid: read.CONFLUENT_GUID || profile.guid,
    versions: read.CONFLUENT_VERSIONS || profile.versions,
    rules: read.CONFLUENT_RULES || profile.rules,
  };
}

const PROFILES: Readonly<Record<Read['CONFLUENT_PROFILE'], ConfluentBehaviour>> = {
  protokoll: {
    identity: 'canonical',
    text: 'sent',
    guid: 'fingerprint',
    versions: 'kept',
    rules: 'protokoll',
  },
  confluent: { identity: 'text', text: 'reprinted', guid: 'md5', versions: 'reused', rules: 'confluent' },
};

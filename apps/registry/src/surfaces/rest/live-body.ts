import { ENVELOPE, isColumnType } from '#libs/table-model';
import { z } from 'zod';

const MAX_TABLES = 1_000;
const MAX_COLUMNS = 10_000;
const name = z.string().max(4_096);
const names = z.array(name).max(MAX_COLUMNS);
const version = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);

/** A table as an engine's catalogue has it; see `LiveTable` of the planner. */
const LIVE_TABLE = z.object({
  table: name,
  kind: z.enum(['table', 'other']).default('table'),
  columns: z
    .array(z.object({ name, type: name, nullable: z.boolean(), hasDefault: z.boolean().default(false) }))
    .max(MAX_COLUMNS),
  key: names.default([]),
  indexes: z
    .array(z.object({ name, unique: z.boolean(), partial: z.boolean().default(false), columns: names }))
    .max(MAX_COLUMNS)
    .default([]),
});

const NUMBERS = ['int32', 'int64', 'uint64', 'float32', 'float64'] as const;
const OTHERS = ['bool', 'text', 'bytes', 'timestamp', 'duration', 'json', 'uuid'] as const;

/** What a ledger keeps of a column's field; it may be absent, and is compared when it is there. */
const SOURCE = z.looseObject({
  declared: name,
  presence: z.enum(['implicit', 'explicit', 'required']).nullable(),
  labels: z
    .array(z.looseObject({ number: z.number(), name }))
    .max(MAX_COLUMNS)
    .nullable(),
  keys: z
    .array(z.looseObject({ path: name, key: name, declared: name }))
    .max(MAX_COLUMNS)
    .nullable(),
});

/** What goes into statements unquoted is no text of anybody's. */
const LAYOUT = z.looseObject({
  partition: z.literal('ingest-day').optional(),
  cluster: z.array(z.enum(ENVELOPE.map((column) => column.name))).optional(),
  ttlDays: z.number().int().min(1).max(36_500).optional(),
  owner: name.optional(),
});
const OVERRIDE = z
  .object({ dialect: name, type: name })
  .refine(({ dialect, type }) => isColumnType(dialect, type), 'is no type');

/** A ledger as `…/ledger` gives it; what is not known here is kept as it is, since its fingerprint counts. */
const LEDGER = z.looseObject({
  subject: name,
  message: name,
  table: name,
  tableVersion: version,
  schemaVersion: version,
  layout: LAYOUT.optional(),
  entries: z
    .array(
      z.looseObject({
        columnId: version,
        key: name,
        path: z.array(z.number()),
        incarnation: version,
        name,
        logicalNames: z.array(z.object({ version, name })).max(MAX_COLUMNS),
        type: z.object({ kind: z.enum([...NUMBERS, ...OTHERS]) }),
        form: name,
        introducedVersion: version,
        lastVersion: version,
        state: z.enum(['active', 'frozen', 'dropped']),
        comment: z.string().nullable(),
        source: SOURCE.optional(),
        overrides: z.array(OVERRIDE).max(100).optional(),
        sensitivity: name.optional(),
      }),
    )
    .max(MAX_COLUMNS),
});

/** Body of what is asked of a database: its tables, of which those that are not named are not there, and the ledgers that it says they were brought to. */
export const LIVE_DATABASE = z.object({
  tables: z.array(LIVE_TABLE).max(MAX_TABLES),
  recorded: z.array(LEDGER).max(MAX_TABLES).default([]),
});

/** Body that names one of the databases that an operator configured. */
export const NAMED_DATABASE = z.strictObject({ database: name });

/** Body of what runs a plan file. */
export const APPLY = z.strictObject({
  database: name,
  plan: z.looseObject({}),
  contract: z.boolean().default(false),
  dryRun: z.boolean().default(false),
});

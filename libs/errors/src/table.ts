/** How loudly a failure is logged: a caller's mistake is `debug`, an overload `warn`, our own fault `error`. */
export type LogLevel = 'debug' | 'warn' | 'error';

/** One row of the table of failures. */
export interface ErrorRow {
  /** HTTP status of the native API. */
  readonly http: number;
  /** Code of the Connect protocol. Source: https://connectrpc.com/docs/protocol#error-codes */
  readonly connect: string;
  readonly level: LogLevel;
  /** Message with `{param}` places: what failed, on which element, which value or limit, what to do. */
  readonly message: string;
}

const row = (http: number, connect: string, level: LogLevel, message: string): ErrorRow => ({
  http,
  connect,
  level,
  message,
});

/** Every failure of the product. A new failure is one new row; docs/reference/errors.md is made from it. */
export const ERRORS = {
  // What was asked for is not there.
  SUBJECT_NOT_FOUND: row(
    404,
    'not_found',
    'debug',
    "Subject '{subject}' does not exist. List them with GET /api/v1/subjects.",
  ),
  VERSION_NOT_FOUND: row(
    404,
    'not_found',
    'debug',
    "Subject '{subject}' has no version '{version}'. List them with GET /api/v1/subjects/{subject}/versions.",
  ),
  SCHEMA_NOT_FOUND: row(
    404,
    'not_found',
    'debug',
    "No schema has the fingerprint or id '{ref}' here. Publish it, or check that this is the right registry.",
  ),
  MESSAGE_NOT_FOUND: row(
    404,
    'not_found',
    'debug',
    "The schema has no message '{type}'. Its messages: {known}.",
  ),
  CODEC_MODULE_UNAVAILABLE: row(
    503,
    'unavailable',
    'error',
    'This registry has not got what codec modules are made of: {path} is not there. Build it with npm run build.',
  ),
  LABEL_NOT_FOUND: row(404, 'not_found', 'debug', "Subject '{subject}' has no label '{label}'."),
  TABLE_NOT_FOUND: row(
    404,
    'not_found',
    'debug',
    "No table '{table}' is known here. Publish a schema with an event message first.",
  ),
  DATABASE_NOT_FOUND: row(
    404,
    'not_found',
    'debug',
    "No database '{name}' is configured in this registry. Known: {known}. An operator names them by TABLE_DATABASES.",
  ),
  ROUTE_NOT_FOUND: row(
    404,
    'not_found',
    'debug',
    'There is nothing at {method} {path}. The API is described at /docs.',
  ),
  // The request is wrong.
  METHOD_NOT_ALLOWED: row(405, 'unimplemented', 'debug', '{method} is not for {path}. {hint}'),
  BAD_REQUEST: row(400, 'invalid_argument', 'debug', '{problem}'),
  BAD_CONFIG: row(400, 'invalid_argument', 'debug', "Setting '{name}' is '{value}': {problem}"),
  BAD_SUBJECT_NAME: row(
    400,
    'invalid_argument',
    'debug',
    "Subject name '{subject}' is not allowed: {problem}",
  ),
  BAD_CURSOR: row(
    400,
    'invalid_argument',
    'debug',
    "Cursor '{cursor}' is not one that this registry gave. Start without a cursor.",
  ),
  UNSUPPORTED_DIALECT: row(
    400,
    'invalid_argument',
    'debug',
    "There is no dialect '{dialect}'. Known: {known}.",
  ),
  BODY_TOO_LARGE: row(
    413,
    'resource_exhausted',
    'debug',
    'The request body has {size} bytes; the limit is {limit}. Send less at a time or raise {setting}.',
  ),
  UNSUPPORTED_MEDIA_TYPE: row(
    415,
    'invalid_argument',
    'debug',
    "Content type '{type}' is not read here. Send {expected}.",
  ),
  UNAUTHENTICATED: row(
    401,
    'unauthenticated',
    'debug',
    'The write key is missing or not known. Set source.write_key to a key from EVENT_WRITE_KEYS.',
  ),
  ADMIN_UNAUTHENTICATED: row(
    401,
    'unauthenticated',
    'debug',
    'This request names a database of this registry. Send Authorization: Bearer with a token from ADMIN_TOKENS.',
  ),
  ADMIN_OFF: row(
    403,
    'permission_denied',
    'debug',
    'This request names a database of this registry, and no token is configured that would allow it. An operator sets ADMIN_TOKENS, or ADMIN_OPEN=true where something before the registry knows its callers.',
  ),
  // A schema is refused.
  SCHEMA_TOO_LARGE: row(
    413,
    'resource_exhausted',
    'debug',
    '{what} is {size}; the limit is {limit}. Split the schema or raise {setting}.',
  ),
  SCHEMA_INVALID: row(422, 'invalid_argument', 'debug', 'The schema does not compile: {problem}'),
  NOT_PROTOBUF: row(
    409,
    'failed_precondition',
    'debug',
    'Schema {ref} is of format {format}: this is for Protobuf only.',
  ),
  NOT_A_DOCUMENT: row(
    409,
    'failed_precondition',
    'debug',
    'Schema {ref} is of format PROTOBUF: it has descriptors and no text of its own.',
  ),
  SCHEMA_INCOMPATIBLE: row(
    409,
    'failed_precondition',
    'debug',
    "The schema is incompatible with subject '{subject}' at level {level}: {problem}",
  ),
  COMPILE_TIMEOUT: row(
    422,
    'deadline_exceeded',
    'warn',
    'Compiling took longer than {limit} ms and was stopped. Simplify the schema or raise {setting}.',
  ),
  COMPILER_FAILED: row(500, 'internal', 'error', 'The compiler did not answer: {problem}.'),
  GIT_FAILED: row(500, 'internal', 'error', 'Git can not be used: {problem}.'),
  DESCRIPTOR_INVALID: row(422, 'invalid_argument', 'debug', 'The descriptor set can not be used: {problem}'),
  FINGERPRINT_MISMATCH: row(
    422,
    'data_loss',
    'error',
    'The descriptor set should have the fingerprint {expected} but has {actual}. It was altered on its way; fetch it again.',
  ),
  REFERENCE_NOT_FOUND: row(
    422,
    'invalid_argument',
    'debug',
    "Reference '{name}' points to subject '{subject}' version {version}, which does not exist.",
  ),
  REFERENCE_CONFLICT: row(
    422,
    'invalid_argument',
    'debug',
    "Import '{name}' is given twice with different content: {problem}. Remove one.",
  ),
  VERSION_REFERENCED: row(
    409,
    'failed_precondition',
    'debug',
    "Version {version} of '{subject}' is referenced by {by}. Delete those first.",
  ),
  VERSION_STATE: row(
    409,
    'failed_precondition',
    'debug',
    "Version {version} of '{subject}' is {state}: {problem}",
  ),
  PLACE_TAKEN: row(
    409,
    'failed_precondition',
    'debug',
    "Subject '{subject}' can not have {what} {value}: {problem}",
  ),
  HISTORY_TOO_LARGE: row(
    413,
    'resource_exhausted',
    'warn',
    'The check compares with {schemas} or more different schemas, {size} bytes of them; the limit is {limit}. Choose a level that is not transitive, delete versions, or raise MAX_HISTORY_BYTES.',
  ),
  LABEL_TAKEN: row(
    409,
    'failed_precondition',
    'debug',
    "Label '{label}' of '{subject}' is on version {version}; a draft does not take it away. Use another, such as pr-123, or remove it first.",
  ),
  TOO_MANY_DRAFTS: row(
    409,
    'resource_exhausted',
    'debug',
    "Subject '{subject}' has {count} drafts; the limit is {limit}. Remove some, or raise MAX_DRAFTS.",
  ),
  TOO_MANY_SUBJECTS: row(
    413,
    'resource_exhausted',
    'debug',
    'The batch has {count} subjects; the limit is {limit}. Split it, or raise MAX_CHECK_SUBJECTS.',
  ),
  CONFLICT: row(409, 'aborted', 'warn', 'Another writer was faster: {problem}. Try again.'),
  // The pipeline.
  BAD_ENVELOPE: row(400, 'invalid_argument', 'debug', 'The body is not an EventBatch: {problem}'),
  TOO_MANY_EVENTS: row(
    413,
    'resource_exhausted',
    'debug',
    'The batch has {count} events; the limit is {limit}. Split it.',
  ),
  LOG_FULL: row(
    503,
    'unavailable',
    'warn',
    'The event log holds {size} bytes, its limit. Events are not accepted until the worker caught up; retry after {retryAfterSeconds} s.',
  ),
  LOG_UNWRITABLE: row(
    503,
    'unavailable',
    'error',
    "The event log at '{path}' can not be written: {problem}. Nothing of this request was kept; retry after {retryAfterSeconds} s.",
  ),
  LOG_CORRUPT: row(
    500,
    'data_loss',
    'error',
    "The event log is damaged at byte {position} of '{file}': {problem}. Nothing was skipped. Restore the file from a backup, or move its folder away to give up what is in it.",
  ),
  LOG_LOCKED: row(
    500,
    'internal',
    'error',
    "The event log in '{path}' is in use by {holder}, and it serves one process at a time. Stop that process; Event API and worker run together in one, by npm start.",
  ),
  OVERLOADED: row(
    429,
    'resource_exhausted',
    'warn',
    'Too many requests are in flight ({count}). Retry after {retryAfterSeconds} s.',
  ),
  SHUTTING_DOWN: row(
    503,
    'unavailable',
    'debug',
    'The process is stopping. Retry after {retryAfterSeconds} s.',
  ),
  TABLE_BEHIND: row(
    503,
    'unavailable',
    'warn',
    "Table '{table}' is at version {actual}, the rows need {needed}. Apply the plan; nothing is lost meanwhile.",
  ),
  PLAN_CONFLICT: row(
    409,
    'failed_precondition',
    'error',
    "The plan for '{table}' starts from {expected}, the table is at {actual}. Make the plan again.",
  ),
  PLAN_FILE_INVALID: row(
    400,
    'invalid_argument',
    'debug',
    'This is no plan file that can be applied: {problem}. Make it with protokoll plan --database --output.',
  ),
  PLAN_STALE: row(
    409,
    'failed_precondition',
    'debug',
    'The plan does not fit any more, and nothing more of it is run: {problem}. Make the plan again and read what it says now.',
  ),
  MIGRATION_LOCKED: row(
    503,
    'unavailable',
    'warn',
    'The tables are in use and were not free within {seconds} s: {problem}. Apply the same plan again later; what was done stays done.',
  ),
  STATEMENT_FAILED: row(
    500,
    'internal',
    'error',
    "Statement {step} of {count}, on table '{table}', failed: {problem}. What was done before it stays; when the cause is gone apply the same plan again, it goes on here.",
  ),
  PARKING_FULL: row(
    503,
    'unavailable',
    'warn',
    '{count} events wait for their schema or table; the limit is {limit}. No more are taken from the log until some are released. Publish what they wait for, or raise MAX_PARKED_EVENTS.',
  ),
  SINK_UNAVAILABLE: row(503, 'unavailable', 'error', 'The events database can not be used: {problem}'),
  REGISTRY_UNREACHABLE: row(
    503,
    'unavailable',
    'warn',
    'The registry at {url} can not be reached: {problem}',
  ),
  // The place it runs in.
  PORT_IN_USE: row(
    500,
    'internal',
    'error',
    'Port {port} is taken. Stop the other process or set PORT to a free one.',
  ),
  DATA_DIR_UNUSABLE: row(
    500,
    'internal',
    'error',
    "The data folder '{path}' can not be written: {problem}. Set DATA_DIR to a folder that can.",
  ),
  DATABASE_TOO_NEW: row(
    500,
    'internal',
    'error',
    "The database was written by a newer Protokoll (it has migration '{migration}'). Start that version, or restore a backup.",
  ),
  DATABASE_UNAVAILABLE: row(503, 'unavailable', 'error', 'The database can not be used: {problem}'),
  DRIVER_MISSING: row(
    500,
    'internal',
    'error',
    "{sink} needs the package '{package}', which is not installed. Run: npm install {package}",
  ),
  UNSUPPORTED_VALUE: row(
    500,
    'internal',
    'error',
    "A value for column '{column}' can not be stored: {problem}",
  ),
  INTERNAL: row(
    500,
    'internal',
    'error',
    'Something went wrong on our side. The log has the details under request {request}.',
  ),
} as const satisfies Record<string, ErrorRow>;

/** Stable name of a failure, as in docs/reference/errors.md. */
export type ErrorCode = keyof typeof ERRORS;

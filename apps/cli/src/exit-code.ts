import { isRegistryError, type ErrorCode } from '#libs/errors';

/** What a command's exit code says. */
export const EXIT = {
  ok: 0,
  /** The change, the schema or the bytes were refused. */
  refused: 1,
  /** The command was given something that is not there or makes no sense. */
  usage: 2,
  /** The sources do not compile, or are over a limit. */
  doesNotCompile: 3,
  /** Something that is needed did not answer: the registry, git, the compiler, a file. */
  unreachable: 4,
  /** A mistake in this program. */
  bug: 70,
} as const;

const BY_CODE: Partial<Record<ErrorCode, number>> = {
  SCHEMA_INCOMPATIBLE: EXIT.refused,
  VERSION_STATE: EXIT.refused,
  PLAN_STALE: EXIT.refused,
  PLAN_CONFLICT: EXIT.refused,
  STATEMENT_FAILED: EXIT.refused,
  SCHEMA_INVALID: EXIT.doesNotCompile,
  SCHEMA_TOO_LARGE: EXIT.doesNotCompile,
  COMPILE_TIMEOUT: EXIT.doesNotCompile,
  DESCRIPTOR_INVALID: EXIT.doesNotCompile,
  REFERENCE_NOT_FOUND: EXIT.doesNotCompile,
  REFERENCE_CONFLICT: EXIT.doesNotCompile,
  COMPILER_FAILED: EXIT.unreachable,
  FINGERPRINT_MISMATCH: EXIT.unreachable,
};

const FIRST_SERVER_STATUS = 500;
const TRY_AGAIN_STATUS = 429;

/** Exit code of what went wrong. */
export function exitCodeOf(error: unknown): number {
  if (!isRegistryError(error)) return isSystemError(error) ? EXIT.unreachable : EXIT.bug;
  const listed = BY_CODE[error.code];
  if (listed !== undefined) return listed;
  const { http } = error.row;
  return http >= FIRST_SERVER_STATUS || http === TRY_AGAIN_STATUS ? EXIT.unreachable : EXIT.usage;
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';
}

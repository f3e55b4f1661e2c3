import { RegistryError } from '#libs/errors';

/** Seconds after which a producer should try again when the log can not take messages. */
export const RETRY_AFTER_SECONDS = 5;

/** A failure of the file system while writing, as the log's own. */
export function unwritable(path: string, cause: unknown): RegistryError {
  if (cause instanceof RegistryError) return cause;
  const params = { path, problem: describeCause(cause), retryAfterSeconds: RETRY_AFTER_SECONDS };
  return new RegistryError('LOG_UNWRITABLE', params, { cause });
}

/** Bytes that should be readable are not. */
export function corrupt(file: string, position: number, problem: string): RegistryError {
  return new RegistryError('LOG_CORRUPT', { file, position, problem });
}

/** New work after close. */
export function shuttingDown(): RegistryError {
  return new RegistryError('SHUTTING_DOWN', { retryAfterSeconds: RETRY_AFTER_SECONDS });
}

/** True for a system error of one of the codes, such as ENOENT. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  // Not by instanceof: under Jest the file system's errors are of another realm.
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return typeof error.code === 'string' && codes.includes(error.code);
}

function describeCause(cause: unknown): string {
  if (hasCode(cause, 'ENOSPC', 'EDQUOT')) return 'the disk is full';
  if (hasCode(cause, 'EROFS')) return 'the file system is read-only';
  return String((cause as Error | null)?.message ?? cause);
}

import { ERRORS, RegistryError, type ErrorCode, type ErrorDetails } from '#libs/errors';

/** Members of RFC 9457 that say nothing which code and message do not. */
const STANDARD_MEMBERS: ReadonlySet<string> = new Set([
  'type',
  'title',
  'status',
  'detail',
  'code',
  'instance',
]);

/**
 * The registry's failure as it threw it, from problem details: same code, its own words, its details (diagnostics, verdict …). A code
 * that this release does not know becomes INTERNAL with the registry's text. Null when the text is no problem of a registry.
 */
export function readProblem(text: string): RegistryError | null {
  const value = parseObject(text);
  const code = value?.['code'];
  if (value === null || typeof code !== 'string') return null;
  const detail = typeof value['detail'] === 'string' ? value['detail'] : '';
  const details = Object.fromEntries(Object.entries(value).filter(([name]) => !STANDARD_MEMBERS.has(name)));
  return isKnown(code)
    ? new RemoteError(code, detail === '' ? code : detail, details)
    : new RemoteError('INTERNAL', `${code.slice(0, 100)}: ${detail}`, details);
}

function isKnown(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** A failure in the registry's own words. */
class RemoteError extends RegistryError {
  constructor(code: ErrorCode, text: string, details: ErrorDetails) {
    super(code, {}, { details });
    this.message = text;
  }
}

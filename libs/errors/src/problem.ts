import { RegistryError, type ErrorDetails } from './registry-error.js';
import type { ErrorCode } from './table.js';

/** RFC 9457 problem details with our stable code. Source: https://www.rfc-editor.org/rfc/rfc9457 */
export interface Problem extends ErrorDetails {
  /** Relative reference to the failure's documentation. */
  readonly type: string;
  /** The code in words. */
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
}

/** Turns a failure into the body of an error answer. */
export function toProblem(error: RegistryError): Problem {
  return {
    ...error.details,
    type: `/docs/errors#${error.code.toLowerCase().replaceAll('_', '-')}`,
    title: titleOf(error.code),
    status: error.row.http,
    detail: error.message,
    code: error.code,
  };
}

function titleOf(code: ErrorCode): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

import { ERRORS, type ErrorCode, type ErrorRow } from './table.js';

/** Values for the places in a message template. */
export type ErrorParams = Readonly<Record<string, string | number>>;

/** Extra facts that travel with a failure into its problem details, such as diagnostics or a verdict. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/**
 * The one class of failure: I/O, a refused request, a bug. What is wrong with a user's schema or data is a value, not this.
 */
export class RegistryError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  /** Machine-readable extras; empty when there are none. */
  readonly details: ErrorDetails;

  constructor(
    code: ErrorCode,
    params: ErrorParams = {},
    options: { cause?: unknown; details?: ErrorDetails } = {},
  ) {
    super(
      fillTemplate(ERRORS[code].message, params),
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'RegistryError';
    this.code = code;
    this.params = params;
    this.details = options.details ?? {};
  }

  /** The failure's row: status, Connect code, log level. */
  get row(): ErrorRow {
    return ERRORS[this.code];
  }
}

/** True for a {@link RegistryError}, of the given code if one is given. */
export function isRegistryError(error: unknown, code?: ErrorCode): error is RegistryError {
  return error instanceof RegistryError && (code === undefined || error.code === code);
}

function fillTemplate(template: string, params: ErrorParams): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    return value === undefined ? place : String(value);
  });
}

import { isRegistryError } from '#libs/errors';
import type { registry } from '#libs/gen';
import { diagnosticsText } from './diagnostics.js';
import { printable } from './printable.js';

/** One clear message for what went wrong; diagnostics where there are some. Never a stack. */
export function failureText(error: unknown): string {
  const message = printable(error instanceof Error ? error.message : String(error));
  const diagnostics = diagnosticsOf(error);
  if (diagnostics.length === 0) return `protokoll: ${message}\n`;
  const count = diagnostics.length === 1 ? '1 problem' : `${diagnostics.length} problems`;
  const which = isRegistryError(error) && error.details['side'] === 'before' ? 'earlier schema' : 'schema';
  return `${diagnosticsText(diagnostics)}protokoll: The ${which} does not compile: ${count}.\n`;
}

/** What does not compile, if that is what went wrong. */
export function diagnosticsOf(error: unknown): readonly registry.DiagnosticJson[] {
  if (!isRegistryError(error, 'SCHEMA_INVALID')) return [];
  const { diagnostics } = error.details;
  return Array.isArray(diagnostics) ? (diagnostics as registry.DiagnosticJson[]) : [];
}

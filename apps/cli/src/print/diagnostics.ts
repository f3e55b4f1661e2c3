import type { registry } from '#libs/gen';
import { printable } from './printable.js';
import { excerpt } from './source-excerpt.js';

/** What does not compile: place, message, source line with a caret; then how much it is. */
export function diagnosticsText(diagnostics: readonly registry.DiagnosticJson[]): string {
  const parts = diagnostics.map((diagnostic) => {
    const { file = '', line = 0, column = 0, message = '', snippet = '' } = diagnostic;
    const place = file === '' ? '' : line === 0 ? `${file}: ` : `${file}:${line}:${column}: `;
    return `${place}${printable(message)}\n${line === 0 ? '' : excerpt(printable(snippet), line)}`;
  });
  return parts.join('');
}

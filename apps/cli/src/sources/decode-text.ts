import { RegistryError } from '#libs/errors';

/** A file's text. **Throws** SCHEMA_INVALID with the place when it is not UTF-8. */
export function decodeText(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const { line, column } = firstBadPlace(bytes);
    const message = 'the file is not UTF-8 here; save it as UTF-8';
    const diagnostics = [{ ruleId: 'INVALID_TEXT', message, file: path, line, column, snippet: '' }];
    throw new RegistryError(
      'SCHEMA_INVALID',
      { problem: `${path} is not UTF-8.` },
      { details: { diagnostics } },
    );
  }
}

/** Decoding with replacement keeps what is before the first bad byte. */
function firstBadPlace(bytes: Uint8Array): { readonly line: number; readonly column: number } {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const before = text.slice(0, text.indexOf('\u{fffd}'));
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}

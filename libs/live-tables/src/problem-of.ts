/** What an error says. Not by instanceof: an addon's errors may come from another realm. */
export function problemOf(error: unknown): string {
  const message = memberOf(error, 'message');
  return typeof message === 'string' ? message : String(error);
}

/** What an error carries under a name; null when it has none. */
export function memberOf(error: unknown, name: string): unknown {
  if (typeof error !== 'object' || error === null) return null;
  return (error as Readonly<Record<string, unknown>>)[name] ?? null;
}

import type { Dialect } from './dialect.js';

/** As much of a statement as its head depends on. */
export interface ScriptStatement {
  readonly kind: string;
  readonly sql: string;
}

/**
 * What a script of these statements begins with, in lines: for the dialect's linter the rules that they break on purpose, each
 * with its reason, then what the session is told. Nothing without statements.
 */
export function scriptHead(dialect: Dialect, statements: readonly ScriptStatement[]): readonly string[] {
  if (statements.length === 0) return [];
  const waived = dialect.waivers.filter((waiver) =>
    statements.some(({ kind, sql }) => kind === waiver.kind && sql.startsWith(waiver.verb)),
  );
  return [
    // squawk reads nothing but rules on the line itself.
    ...waived.flatMap(({ rule, reason }) => [`-- ${reason}`, `-- squawk-ignore-file ${rule}`]),
    ...dialect.session.map((sql) => `${sql};`),
  ];
}

/** Turns `?` places into PostgreSQL's `$1`, `$2`, …. The SQL must have no `?` of its own. */
export function numberPlaceholders(sql: string): string {
  let place = 0;
  return sql.replace(/\?/g, () => `$${++place}`);
}

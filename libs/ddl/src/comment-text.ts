import { logicalNameOf, type Ledger, type LedgerEntry } from '#libs/table-model';

/** What the database should say of a column: the author's comment, the field's name where it differs, the end of its life. Null for nothing. */
export function columnCommentText(entry: LedgerEntry): string | null {
  const lines: string[] = [];
  if (entry.comment !== null) lines.push(entry.comment);
  const name = logicalNameOf(entry);
  if (name !== entry.name) lines.push(`Field ${entry.key.replace('#case', '')}, called '${name}'.`);
  if (entry.sensitivity !== undefined) lines.push(`Sensitivity: ${entry.sensitivity}.`);
  if (entry.state === 'frozen') lines.push(`Frozen: version ${entry.lastVersion} was the last to have it.`);
  return lines.length === 0 ? null : lines.join('\n');
}

/** What the database should say of a table. */
export function tableCommentText(ledger: Ledger): string {
  const { owner, ttlDays } = ledger.layout ?? {};
  return [
    `Events of message ${ledger.message}, subject '${ledger.subject}'.`,
    ...(owner === undefined ? [] : [`Owner: ${owner}.`]),
    ...(ttlDays === undefined ? [] : [`Kept for ${ttlDays} days.`]),
  ].join('\n');
}

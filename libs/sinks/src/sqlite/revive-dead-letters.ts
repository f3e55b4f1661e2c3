import { COUNT, INSERT_PARKED, refKey } from './batch-writer.js';
import { OWN } from './own-tables.js';
import { sourceOf, sourceParams } from './source-columns.js';
import type { Statements } from './statements.js';

const CHOSEN = `
SELECT * FROM ${OWN.deadLetters} WHERE reason = ?1 AND (?2 IS NULL OR type = ?2) ORDER BY id LIMIT ?3`;

/** Makes parked events of dead letters; within a transaction. Answers how many letters there were. */
export function reviveDeadLetters(
  statements: Statements,
  choice: { readonly reason: string; readonly type: string | null; readonly limit: number },
  nowMs: number,
): number {
  const letters = statements.of(CHOSEN).all(choice.reason, choice.type, choice.limit);
  const park = statements.of(INSERT_PARKED);
  const remove = statements.of(`DELETE FROM ${OWN.deadLetters} WHERE id = ?`);
  let duplicates = 0;
  for (const letter of letters) {
    const source = sourceOf(letter);
    // The event may be parked already, by another letter of it with another reason.
    const { changes } = park.run(...sourceParams(source), refKey(source.ref), 'REPLAYED', nowMs);
    if (changes === 0) duplicates += 1;
    remove.run(letter['id']);
  }
  const count = statements.of(COUNT);
  count.run('dead', -letters.length);
  count.run('duplicates', duplicates);
  return letters.length;
}

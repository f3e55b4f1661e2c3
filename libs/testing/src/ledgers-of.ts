import { advanceLedger, buildTable, type Ledger } from '#libs/table-model';
import { messageOf, type FieldSpec } from './message-history.js';

/**
 * Ledgers of message `h.Event`, subject `s`, after each of its versions; a version is its fields, `'1 a int32, 2 b string'`:
 * number, name, kind and, if it is in one, the oneof.
 */
export function ledgersOf(...versions: readonly string[]): readonly Ledger[] {
  const ledgers: Ledger[] = [];
  for (const [index, version] of versions.entries()) {
    const fields = version.split(', ').map((text): FieldSpec => {
      const [number, name, kind, oneof] = text.split(' ');
      return { number: Number(number), name: name!, kind: kind as FieldSpec['kind'], oneof: oneof ?? null };
    });
    ledgers.push(advanceLedger(ledgers.at(-1) ?? null, 's', buildTable(messageOf(fields)), index + 1).ledger);
  }
  return ledgers;
}

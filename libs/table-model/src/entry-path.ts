import type { Ledger, LedgerEntry } from './ledger.js';

/** Element path of the field that an entry was made for, from the ledger's message down. */
export function entryPath(ledger: Ledger, entry: LedgerEntry): string {
  return pathOf(ledger, entry.key);
}

/** Element path of a column's key. */
export function pathOf(ledger: Ledger, key: string): string {
  const fields = key
    .replace('#case', '')
    .split('.')
    .map((number) => `/field/${number}`);
  return `#/${ledger.message}${fields.join('')}`;
}

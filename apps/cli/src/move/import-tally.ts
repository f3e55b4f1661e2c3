import type { registry } from '#libs/gen';
import { printable } from '../print/printable.js';
import { countText } from './count-records.js';

/** Notes that are told one by one; what clashes or is refused always is. */
const MOST_NOTES = 20;

/** What came of an import, record by record. */
export class ImportTally {
  private readonly lines: string[] = [];
  private readonly counts = new Map<string, number>();

  /** Counts what came of a record; versions by outcome, of the others what is in the way. */
  add(record: { readonly kind: string; readonly name: string }, outcome: registry.ImportOutcomeJson): void {
    const { outcome: word = 'refused', problem = '', note = '' } = outcome;
    const isVersion = record.kind === 'version';
    const failed = word === 'clash' || word === 'refused';
    if (isVersion || failed) this.count(word);
    if (failed) this.lines.push(`${word}  ${printable(record.name)}: ${printable(problem)}\n`);
    else if (note !== '') {
      this.count('noted');
      if (this.of('noted') <= MOST_NOTES)
        this.lines.push(`note  ${printable(record.name)}: ${printable(note)}\n`);
    }
  }

  /** Counts a record that was not sent. */
  leaveOut(name: string, problem: string): void {
    this.count('refused');
    this.lines.push(`refused  ${printable(name)}: ${printable(problem)}\n`);
  }

  /** Whether something was not taken. */
  get failed(): boolean {
    return this.of('clash') + this.of('refused') > 0;
  }

  /** What was not taken or is worth telling, then the sum. */
  text(dryRun: boolean): string {
    const made = dryRun ? 'would be created' : 'created';
    const changed =
      this.of('changed') === 0 ? [] : [`${this.of('changed')} ${dryRun ? 'would be ' : ''}changed`];
    const untold = this.of('noted') - MOST_NOTES;
    const more = untold > 0 ? `note  and ${untold.toLocaleString('en-US')} more of that kind\n` : '';
    const sum = [
      `${countText(this.of('created'), 'versions')} ${made}`,
      ...changed,
      `${this.of('present').toLocaleString('en-US')} there already`,
      `${this.of('clash').toLocaleString('en-US')} in the way of what is here`,
      `${this.of('refused').toLocaleString('en-US')} refused`,
    ];
    return `${this.lines.join('')}${more}${sum.join(', ')}\n`;
  }

  private count(word: string): void {
    this.counts.set(word, this.of(word) + 1);
  }

  private of(word: string): number {
    return this.counts.get(word) ?? 0;
  }
}

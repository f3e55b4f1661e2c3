import { posix } from 'node:path';
import type { Finding, SourcePoint, Verdict } from '#libs/compat';
import type { Paint } from './paint.js';
import { printable, shortLine } from './printable.js';
import { sourceExcerpt } from './source-excerpt.js';
import { whoBreaks } from './who-breaks.js';

/** Sources on both sides: import path -> text. */
export interface Sides {
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  /** What the earlier schema is called, such as `version 3` or `git:main`. */
  readonly beforeName: (versions: readonly number[]) => string;
}

const MAX_WITNESS_CHARACTERS = 200;

/**
 * A finding for people: what, where before and after, who breaks, the witness in three lines, the way out. Paths of the proposed schema start in
 * `folder`.
 */
export function findingText(finding: Finding, sides: Sides, folder: string, paint: Paint): string {
  const [message = '', ...reasons] = explainFinding(finding, sides.beforeName(finding.versions));
  const lines = [
    `${mark(finding, paint)} ${paint.bold(finding.ruleId)} (${factsOf(finding)})  ${printable(finding.path)}`,
    `  ${message}`,
    ...placeLines('before', finding.before, sides.before, '', paint),
    ...placeLines('after', finding.after, sides.after, folder, paint),
    ...reasons.map((line) => `  ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Class, encodings and directions, by commas. */
export function factsOf(finding: Finding): string {
  return [finding.class, finding.encodings.join('+'), finding.directions.join('+')].join(', ');
}

/** The message, then lines with a word first: who breaks, the witness, the way out, the waiver; nothing in them drives a terminal. */
export function explainFinding(finding: Finding, beforeName: string): readonly string[] {
  return [
    printable(finding.message),
    ...whoBreaks(finding, beforeName).map((who, index) => `${index === 0 ? 'breaks' : '      '}   ${who}`),
    ...witnessLines(finding),
    `hint     ${printable(finding.hint)}`,
    ...waiverLines(finding),
  ];
}

/** One line: the outcome, how many findings refuse and warn, and what was compared. */
export function summaryText(verdict: Verdict, comparedWith: string, paint: Paint): string {
  const refusing = verdict.findings.filter((finding) => finding.refused).length;
  const others = verdict.findings.length - refusing;
  const outcome = verdict.verdict === 'compatible' ? paint.green('compatible') : paint.red('incompatible');
  const counts = [
    refusing === 0 ? null : `${count(refusing, 'finding')} ${refusing === 1 ? 'refuses' : 'refuse'}`,
    others === 0 ? null : `${count(others, 'finding')} ${others === 1 ? 'warns' : 'warn'}`,
  ].filter((text) => text !== null);
  return `${outcome} at level ${verdict.level} with ${comparedWith}: ${counts.join(', ') || 'no findings'}\n`;
}

function mark(finding: Finding, paint: Paint): string {
  if (finding.refused) return paint.red('REFUSED');
  return finding.waiver === null ? paint.yellow('WARNING') : paint.dim('WAIVED ');
}

function placeLines(
  name: 'before' | 'after',
  point: SourcePoint | null,
  sources: ReadonlyMap<string, string>,
  folder: string,
  paint: Paint,
): string[] {
  if (point === null) return [];
  const content = sources.get(point.file);
  const shown = content === undefined ? '' : sourceExcerpt(content, point.line, point.column);
  const place = printable(posix.join(folder, point.file));
  const head = `  ${name.padEnd('breaks'.length)}   ${place}:${point.line}:${point.column}`;
  return [head, ...shown.split('\n').slice(0, -1).map(paint.dim)];
}

function witnessLines({ witness }: Finding): string[] {
  if (witness === null) return [];
  const bytes =
    witness.encoding === 'json'
      ? Buffer.from(witness.bytesHex, 'hex').toString()
      : witness.bytesHex.replaceAll(/(..)(?=.)/g, '$1 ');
  return [
    `witness  ${shortLine(bytes, MAX_WITNESS_CHARACTERS)} (${witness.type}, ${witness.encoding})`,
    `written  ${shortLine(witness.written, MAX_WITNESS_CHARACTERS)}`,
    `read     ${shortLine(witness.read, MAX_WITNESS_CHARACTERS)}${witness.path === '' ? '' : ` (differs at ${printable(witness.path)})`}`,
  ];
}

function waiverLines({ waiver }: Finding): string[] {
  if (waiver === null) return [];
  const until = waiver.expires === null ? '' : ` until ${waiver.expires}`;
  return [`waived   by ${printable(waiver.author)}${until}: ${printable(waiver.reason)}`];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

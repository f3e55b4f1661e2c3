import { RegistryError } from '#libs/errors';

/** The context of names that are not qualified. */
export const DEFAULT_CONTEXT = '.';

/** A subject's name, taken apart. */
export interface SubjectName {
  /** Context, "." by default. */
  readonly context: string;
  /** Name inside the context. */
  readonly name: string;
}

const MAX_LENGTH = 512;

/**
 * Reads `orders` or `:.ctx:orders`.
 * **Throws** BAD_SUBJECT_NAME for empty, overlong and control-character names.
 * **Source**: the qualified form is that of Confluent's contexts.
 */
export function parseSubjectName(text: string): SubjectName {
  const qualified = /^:(\.[^:]*):(.*)$/su.exec(text);
  const context = qualified?.[1] ?? DEFAULT_CONTEXT;
  const name = qualified?.[2] ?? text;
  const problem = problemOf(name) ?? problemOf(context);
  if (problem !== null) throw new RegistryError('BAD_SUBJECT_NAME', { subject: shorten(text), problem });
  return { context, name };
}

/** The form in which the API names a subject: qualified unless in the default context. */
export function formatSubjectName(subject: SubjectName): string {
  return subject.context === DEFAULT_CONTEXT ? subject.name : `:${subject.context}:${subject.name}`;
}

function problemOf(name: string): string | null {
  if (name === '') return 'it is empty. Give it a name such as "broadcaster.events".';
  if (name.length > MAX_LENGTH) return `it is ${name.length} characters long; the limit is ${MAX_LENGTH}.`;
  // eslint-disable-next-line no-control-regex -- control characters are just what is looked for
  if (/[\u0000-\u001f\u007f]/u.test(name)) return 'it has a control character.';
  if (name.startsWith(':')) return 'a leading colon opens a context, as in ":.staging:orders".';
  return null;
}

function shorten(text: string): string {
  const printable = JSON.stringify(text).slice(1, -1);
  return printable.length > 80 ? `${printable.slice(0, 80)}…` : printable;
}

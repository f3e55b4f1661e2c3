/** A subject and which of its versions: a number, a label or `latest`. */
export interface SubjectVersion {
  readonly subject: string;
  readonly version: string;
}

/** Reads `NAME` or `NAME@VERSION`; without a version it is the latest. */
export function parseSubjectVersion(text: string): SubjectVersion {
  const at = text.lastIndexOf('@');
  if (at < 1 || at === text.length - 1) return { subject: text, version: 'latest' };
  return { subject: text.slice(0, at), version: text.slice(at + 1) };
}

/** A finding for comparison: the rule and where it points. */
export interface Answer {
  readonly rule: string;
  /** Empty when there is no file. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Text that names what the finding is about. */
  readonly message: string;
}
/** An answer that one side gives more often than the other. */
export interface Difference {
  /** `FIELD_SAME_TYPE p1/a.proto:3:4`. */
  readonly key: string;
  readonly buf: number;
  readonly ours: number;
}

/** The answers that are not as often on both sides, in order of their keys. */
export function diffAnswers(buf: readonly Answer[], ours: readonly Answer[]): readonly Difference[] {
  const [theirs, own] = [countKeys(buf), countKeys(ours)];
  return [...new Set([...theirs.keys(), ...own.keys()])]
    .sort()
    .map((key) => ({ key, buf: theirs.get(key) ?? 0, ours: own.get(key) ?? 0 }))
    .filter((one) => one.buf !== one.ours);
}

/** How often each rule answered. */
export function countRules(
  answers: readonly Answer[],
  counts = new Map<string, number>(),
): Map<string, number> {
  for (const { rule } of answers) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

function countKeys(answers: readonly Answer[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const answer of answers) {
    const key = keyOf(answer);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** The form that answers are compared in. Without a file it says what the answer is about, by what its message quotes. */
export function keyOf({ rule, path, line, column, message }: Answer): string {
  if (path !== '') return `${rule} ${path}:${line}:${column}`;
  const quoted = [...message.matchAll(/"([^"]*)"/g)].map(([, text]) => text);
  return `${rule} ${quoted.join(' ')}`.trimEnd();
}

/** Name of the pair that a key is about; null when it does not say. */
export function pairOf({ key }: Difference): string | null {
  return /\bp\d+(?![a-z\d])/i.exec(key)?.[0] ?? null;
}

/** The rule that a difference is about. */
export function ruleOf({ key }: Difference): string {
  return key.split(' ')[0] ?? key;
}

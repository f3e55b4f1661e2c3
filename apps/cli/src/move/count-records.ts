/** Kinds of records that are counted, in the words of people. */
const KINDS = [
  ['context', 'contexts'],
  ['config', 'settings'],
  ['settings', 'settings'],
  ['subject', 'subjects'],
  ['version', 'versions'],
] as const;

const SINGULAR: Readonly<Record<string, string>> = {
  contexts: 'context',
  settings: 'setting',
  subjects: 'subject',
  versions: 'version',
  lines: 'line',
};

/** Counts records by kind. */
export class RecordCount {
  private readonly counts = new Map<string, number>();

  add(kind: string): void {
    this.counts.set(kind, this.of(kind) + 1);
  }

  of(kind: string): number {
    return this.counts.get(kind) ?? 0;
  }

  /** `1 context, 3 settings, 10 subjects, 42 versions`. */
  text(): string {
    const words = [...new Set(KINDS.map(([, word]) => word))];
    return words
      .map((word) => {
        const kinds = KINDS.filter(([, other]) => other === word).map(([kind]) => kind);
        return countText(
          kinds.reduce((sum, kind) => sum + this.of(kind), 0),
          word,
        );
      })
      .join(', ');
  }
}

/** `1 version`, `2,000 versions`. */
export function countText(count: number, plural: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? (SINGULAR[plural] ?? plural) : plural}`;
}

/** What a line holds, told by its one member; null when it is no record. */
export function kindOf(line: string): string | null {
  return /^\{"(\w{1,20})":/.exec(line)?.[1] ?? null;
}

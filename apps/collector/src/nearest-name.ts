const MAX_COMPARED = 64;

/**
 * The full name that was probably meant, or null. Only the last part counts, without case and underscores: `Klick`,
 * `old.v1.Click` and `click` all mean `shop.v1.Click`.
 */
export function nearestName(name: string, names: readonly string[]): string | null {
  const wanted = fold(name);
  let meant: string | null = null;
  let limit = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of names) {
    const folded = fold(candidate);
    if (Math.abs(folded.length - wanted.length) >= limit) continue;
    const distance = editDistance(wanted, folded);
    if (distance >= limit) continue;
    meant = candidate;
    limit = distance;
  }
  return meant;
}

function fold(name: string): string {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return last.replaceAll(/[_-]/g, '').toLowerCase().slice(0, MAX_COMPARED);
}

/** Levenshtein's: insertions, deletions and replacements of a character. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const letter = one[i - 1];
    let above = i;
    const next = [above];
    for (let j = 1; j <= other.length; j += 1) {
      let least = (row[j - 1] ?? 0) + (letter === other[j - 1] ? 0 : 1);
      const shorter = (row[j] ?? 0) + 1;
      if (shorter < least) least = shorter;
      if (above + 1 < least) least = above + 1;
      next.push(least);
      above = least;
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

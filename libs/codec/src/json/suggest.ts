const LONGEST = 64;

/** The JSON name of the field whose name is nearest to the key; null when none is near enough to be meant. */
export function suggest(
  key: string,
  fields: readonly { readonly name: string; readonly jsonName: string }[],
): string | null {
  const wanted = fold(key);
  let best: { readonly name: string; readonly distance: number } | null = null;
  for (const field of fields) {
    const distance = editDistance(wanted, fold(field.name));
    if (best === null || distance < best.distance) best = { name: field.jsonName, distance };
  }
  const most = Math.max(1, Math.floor(wanted.length / 3));
  return best !== null && best.distance <= most ? best.name : null;
}

/** `eventType`, `event_type` and `EventType` are one name to a person. */
function fold(name: string): string {
  return name.replaceAll('_', '').toLowerCase().slice(0, LONGEST);
}

function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[other.length]!;
}

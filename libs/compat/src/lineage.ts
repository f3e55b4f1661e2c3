import type { HistoryEntry } from './judge-input.js';
import { fieldSignature, type Life } from './lives.js';
import { shapeOf } from './shape/schema-shape.js';

/**
 * Of all lives of one number, those from which its present meaning came without a gap: the number was never given up between
 * them, so each change was judged by the level of its day. All others are tombstones. Empty when no live version has the number.
 */
export function lineageOf(lives: readonly Life[], latest: HistoryEntry | null): ReadonlySet<Life> {
  const line = new Set<Life>();
  if (latest === null) return line;
  const present = lives.filter((life) => isPresent(life, latest));
  if (present.length === 0) return line;
  let first = latest.version;
  const latestFirst = [...lives].sort((left, right) => right.lastVersion - left.lastVersion);
  for (const life of latestFirst) {
    const isTouching = life.firstVersion <= latest.version && life.lastVersion >= first - 1;
    if (!isTouching && !present.includes(life)) continue;
    line.add(life);
    first = Math.min(first, life.firstVersion);
  }
  return line;
}

function isPresent(life: Life, latest: HistoryEntry): boolean {
  const schema = shapeOf(latest.schema);
  if (life.kind === 'enumValue') {
    return schema.enums.get(life.owner)?.namesOf(life.number).includes(life.name) === true;
  }
  const field = schema.messages.get(life.owner)?.field(life.number) ?? null;
  return field !== null && field.name === life.name && fieldSignature(field) === life.signature;
}

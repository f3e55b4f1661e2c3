import { findCarrier } from './carrier.js';
import type { HistoryEntry, JudgeInput } from './judge-input.js';
import { directionsOf, versionsToCompare } from './level.js';
import { lineageOf } from './lineage.js';
import { fieldSignature, type Damage, type Life, type LifeCase } from './lives.js';
import type { FieldPair } from './pair.js';
import { shapeOf, type SchemaShape } from './shape/schema-shape.js';

/**
 * Lives whose number is in use in the proposed schema with another meaning. Those that the comparison with live versions
 * covers are left out: there the rules on pairs speak. Linear in the lives, but for numbers that changed their meaning.
 */
export function* lifeCases(
  input: JudgeInput,
  worst: (pair: FieldPair) => Damage | null,
): Generator<LifeCase> {
  const proposed = shapeOf(input.proposed);
  const latest = input.history.at(-1) ?? null;
  let byNumber: ReadonlyMap<string, readonly Life[]> | undefined;
  for (const life of input.lives) {
    if (!hasOtherMeaning(life, proposed) || isCompared(life, input)) continue;
    byNumber ??= groupByNumber(input.lives);
    const lineage = lineageOf(byNumber.get(numberKey(life)) ?? [], latest);
    const earlier = (): SchemaShape => shapeOf(input.schemaOf(life.fingerprint));
    const carrier = (): ReturnType<typeof findCarrier> => findCarrier(life.owner, earlier(), proposed);
    yield { life, proposed, givenUp: !lineage.has(life), earlier, worst, carrier };
  }
}

/** Whether the number is in use in a schema and means something else there. */
function hasOtherMeaning(life: Life, schema: SchemaShape): boolean {
  if (life.kind === 'enumValue') {
    const names = schema.enums.get(life.owner)?.namesOf(life.number) ?? [];
    return names.length > 0 && !names.includes(life.name);
  }
  const field = schema.messages.get(life.owner)?.field(life.number) ?? null;
  return field !== null && fieldSignature(field) !== life.signature;
}

/** Whether rules on pairs see the life in a live version: then they speak of it, in the level's directions. */
function isCompared(life: Life, input: JudgeInput): boolean {
  const { level } = input.policy;
  const latest = input.history.at(-1);
  if (latest && hasMeaning(life, latest)) return true;
  if (!directionsOf(level).includes('backward')) return false;
  return versionsToCompare(level, input.history).some((entry) => hasMeaning(life, entry));
}

function hasMeaning(life: Life, entry: HistoryEntry): boolean {
  if (entry.version < life.firstVersion || entry.version > life.lastVersion) return false;
  const schema = shapeOf(entry.schema);
  if (life.kind === 'enumValue') {
    return schema.enums.get(life.owner)?.namesOf(life.number).includes(life.name) === true;
  }
  const field = schema.messages.get(life.owner)?.field(life.number) ?? null;
  return field !== null && fieldSignature(field) === life.signature;
}

function groupByNumber(lives: readonly Life[]): ReadonlyMap<string, readonly Life[]> {
  const groups = new Map<string, Life[]>();
  for (const life of lives) {
    const key = numberKey(life);
    const group = groups.get(key);
    if (group) group.push(life);
    else groups.set(key, [life]);
  }
  return groups;
}

function numberKey(life: Life): string {
  return `${life.kind} ${life.owner} ${life.number}`;
}

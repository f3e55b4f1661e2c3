import { findCarrier } from './carrier.js';
import type { HistoryEntry, JudgeInput } from './judge-input.js';
import { directionsOf, versionsToCompare } from './level.js';
import { fieldSignature, type Damage, type Life, type LifeCase } from './lives.js';
import type { FieldPair } from './pair.js';
import { shapeOf, type SchemaShape } from './shape/schema-shape.js';

/**
 * Lives whose number the proposed schema takes with another meaning: numbers that were given up, or that only deleted versions
 * used. Linear in the lives.
 */
export function* lifeCases(
  input: JudgeInput,
  worst: (pair: FieldPair) => Damage | null,
): Generator<LifeCase> {
  const proposed = shapeOf(input.proposed);
  for (const life of input.lives) {
    if (!hasOtherMeaning(life, proposed) || isInUse(life, input) || isCompared(life, input)) continue;
    const earlier = (): SchemaShape => shapeOf(input.schemaOf(life.fingerprint));
    const carrier = (): ReturnType<typeof findCarrier> => findCarrier(life.owner, earlier(), proposed);
    yield { life, proposed, earlier, worst, carrier };
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

/**
 * Whether the latest live version uses the number, for whatever: then the proposed one does not take it, and what it makes of
 * it is for the rules on pairs. A life that began later was in deleted versions only, and nothing followed it.
 */
function isInUse(life: Life, input: JudgeInput): boolean {
  const latest = input.history.at(-1);
  if (latest === undefined || life.firstVersion > latest.version) return false;
  const schema = shapeOf(latest.schema);
  if (life.kind === 'enumValue') return schema.enums.get(life.owner)?.numbers.has(life.number) === true;
  return (schema.messages.get(life.owner)?.field(life.number) ?? null) !== null;
}

/** Whether the level compares with a version that has the life: then the rules on pairs speak of it. */
function isCompared(life: Life, input: JudgeInput): boolean {
  const { level } = input.policy;
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

import { isArray, isObject } from '../text/json-node.js';
import { typesOf, valueKey, valuesOf } from './json-types.js';
import { followed, membersOf, within, type Place } from './place.js';

const MAX_DEPTH = 5;

/** What is left of the work that a comparison may spend on this. */
export interface Budget {
  left: number;
}

/** Whether surely no value fits both: their types, their enums, or a property that both require, keep them apart. Without budget: no. */
export function disjoint(one: Place, other: Place, budget: Budget, depth = 0): boolean {
  if (--budget.left < 0) return false;
  const [left, right] = [followed(one), followed(other)];
  if (left === null || right === null || depth > MAX_DEPTH) return false;
  const types = typesOf(right);
  const shared = [...typesOf(left)].filter((type) => types.has(type));
  if (shared.length === 0) return true;
  const [values, others] = [valuesOf(left), valuesOf(right)];
  budget.left -= (values?.length ?? 0) + (others?.length ?? 0);
  if (values !== null && others !== null && apart(values.map(valueKey), others.map(valueKey))) return true;
  return shared.every((type) => type === 'object') && propertyApart(left, right, budget, depth);
}

function apart(one: readonly string[], other: readonly string[]): boolean {
  const keys = new Set(other);
  // 1 and 1.0 are equal values with two texts, so numbers tell nothing.
  return (
    [...one, ...other].every((key) => !/\d/.test(key) || key.startsWith('"')) &&
    one.every((key) => !keys.has(key))
  );
}

function propertyApart(one: Place, other: Place, budget: Budget, depth: number): boolean {
  const required = new Set(requiredOf(other));
  budget.left -= required.size;
  return requiredOf(one).some((key) => {
    const [left, right] = [propertyOf(one, key), propertyOf(other, key)];
    return required.has(key) && left !== null && right !== null && disjoint(left, right, budget, depth + 1);
  });
}

function propertyOf(place: Place, key: string): Place | null {
  const properties = membersOf(place).get('properties');
  const node = isObject(properties) ? properties.get(key) : undefined;
  return node === undefined ? null : within(place, node);
}

/** The keys that a schema requires. */
export function requiredOf(place: Place): readonly string[] {
  const required = membersOf(place).get('required');
  return isArray(required) ? required.flatMap((key) => (typeof key === 'string' ? key : [])) : [];
}

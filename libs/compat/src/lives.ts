import type { DescEnumValue } from '@bufbuild/protobuf';
import type { Fingerprint, Schema } from '#libs/descriptors';
import { describeType } from './describe.js';
import type { FieldComplaint } from './define-rule.js';
import type { FieldPair, Site } from './pair.js';
import type { EnumShape } from './shape/enum-shape.js';
import type { FieldShape } from './shape/field-shape.js';
import { shapeOf, type SchemaShape } from './shape/schema-shape.js';

/** What a field number of a message, or a number of an enum, once meant. Plain JSON. */
export interface Life {
  readonly kind: 'field' | 'enumValue';
  /** Full name of the message (for an extension the extended one) or enum. */
  readonly owner: string;
  readonly number: number;
  readonly name: string;
  /** The meaning in words: a field's type, an enum value's name. Equal signatures are one meaning. */
  readonly signature: string;
  /** A schema that has it: the latest. */
  readonly fingerprint: Fingerprint;
  readonly firstVersion: number;
  readonly lastVersion: number;
}

/** What is done to a value, and where. */
export interface Damage {
  readonly complaint: FieldComplaint;
  readonly site: Site;
}

/** A life whose number the proposed schema takes for something else. */
export interface LifeCase {
  readonly life: Life;
  readonly proposed: SchemaShape;
  /** The schema that has the life. */
  earlier(): SchemaShape;
  /** Worst break or loss when values of the writer's field are read by the reader's field; null when all arrive. */
  worst(pair: FieldPair): Damage | null;
  /** A field that carries the life's enum from the earlier schema to the proposed one; null when none does. */
  carrier(): Site | null;
}

/**
 * The lives after a version was published: those of the schema begin or go on, all others stay. Never forgets. Sorted by kind,
 * owner, number, first version. The runtime's own files (google/protobuf/) have no lives.
 */
export function recordLives(lives: readonly Life[], schema: Schema, version: number): readonly Life[] {
  const recorded = new Map(lives.map((life) => [lifeKey(life), life]));
  for (const life of livesOf(schema, version)) {
    const key = lifeKey(life);
    const known = recorded.get(key);
    recorded.set(key, known === undefined ? life : prolong(known, life));
  }
  return [...recorded.values()].sort(byPlace);
}

/** A field's meaning in words. */
export function fieldSignature(field: FieldShape): string {
  return describeType(field);
}

function prolong(known: Life, life: Life): Life {
  return {
    ...(life.lastVersion >= known.lastVersion ? life : known),
    firstVersion: Math.min(known.firstVersion, life.firstVersion),
    lastVersion: Math.max(known.lastVersion, life.lastVersion),
  };
}

function* livesOf(schema: Schema, version: number): Generator<Life> {
  const shape = shapeOf(schema);
  const span = { fingerprint: schema.fingerprint, firstVersion: version, lastVersion: version };
  for (const message of shape.messages.values()) {
    if (isRuntime(message.desc.file.proto.name)) continue;
    for (const field of message.fields.values()) yield { ...fieldLife(message.typeName, field), ...span };
  }
  for (const enumShape of shape.enums.values()) {
    if (isRuntime(enumShape.desc.file.proto.name)) continue;
    for (const value of enumShape.desc.values) yield { ...valueLife(enumShape, value), ...span };
  }
}

type Meaning = Omit<Life, 'fingerprint' | 'firstVersion' | 'lastVersion'>;

function fieldLife(owner: string, field: FieldShape): Meaning {
  return { kind: 'field', owner, number: field.number, name: field.name, signature: fieldSignature(field) };
}

function valueLife(enumShape: EnumShape, value: DescEnumValue): Meaning {
  const { name, number } = value;
  return { kind: 'enumValue', owner: enumShape.typeName, number, name, signature: name };
}

function isRuntime(file: string): boolean {
  return file.startsWith('google/protobuf/');
}

function lifeKey(life: Life): string {
  return `${life.kind} ${life.owner} ${life.number} ${life.name} ${life.signature}`;
}

function byPlace(left: Life, right: Life): number {
  return (
    compare(left.kind, right.kind) ||
    compare(left.owner, right.owner) ||
    left.number - right.number ||
    left.firstVersion - right.firstVersion ||
    compare(lifeKey(left), lifeKey(right))
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

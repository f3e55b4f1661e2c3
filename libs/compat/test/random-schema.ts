import type { Random } from './random.js';
import {
  MAP_KEYS,
  SCALARS,
  type EnumSpec,
  type FieldSpec,
  type MessageSpec,
  type SchemaSpec,
} from './made-schema.js';

const MESSAGES = ['M0', 'M1', 'M2', 'M3'];
const ENUMS = ['E0', 'E1', 'E2'];
const LABELS = ['implicit', 'explicit', 'explicit', 'required', 'repeated', 'repeated', 'map'] as const;
const NUMBERS = [-1, 1, 2, 3, 5, 100];

/** A random schema of four messages and three enums over all kinds, labels and syntaxes. */
export function randomSchema(random: Random): SchemaSpec {
  return {
    syntax: random.pick(['editions', 'editions', 'proto2', 'proto3'] as const),
    messages: MESSAGES.map((name, index) => randomMessage(random, name, index)),
    enums: ENUMS.map((name) => randomEnum(random, name)),
  };
}

/** The schema with one to four random changes. */
export function mutateSchema(random: Random, spec: SchemaSpec): SchemaSpec {
  let mutated = spec;
  for (let times = 1 + random.below(4); times > 0; times--) mutated = mutateOnce(random, mutated);
  return mutated;
}

function mutateOnce(random: Random, spec: SchemaSpec): SchemaSpec {
  const kind = random.below(20);
  if (kind === 0) return { ...spec, syntax: random.pick(['editions', 'proto2', 'proto3'] as const) };
  if (kind <= 3) {
    const at = random.below(spec.enums.length);
    return { ...spec, enums: spec.enums.map((one, index) => (index === at ? mutateEnum(random, one) : one)) };
  }
  const at = random.below(spec.messages.length);
  const messages = spec.messages.map((one, index) =>
    index === at ? mutateMessage(random, one, index) : one,
  );
  return { ...spec, messages };
}

function randomMessage(random: Random, name: string, level: number): MessageSpec {
  const fields: FieldSpec[] = [];
  for (let number = 1; number <= 1 + random.below(5); number++)
    fields.push(randomField(random, number, level));
  return { name, fields };
}

/** A message refers to later ones only by a required field, so that lawful messages exist. */
function randomField(random: Random, number: number, level: number): FieldSpec {
  const label = random.pick(LABELS);
  const type = randomType(random, label === 'required' ? MESSAGES.slice(level + 1) : MESSAGES);
  return {
    number,
    name: `f${number}`,
    type,
    label,
    packed: random.oneIn(2),
    delimited: random.oneIn(5),
    strictUtf8: !random.oneIn(3),
    mapKey: random.pick(MAP_KEYS),
    oneof: random.oneIn(3) ? random.pick(['one', 'two']) : null,
    default: random.oneIn(4) ? randomDefault(random, type) : null,
    extension: random.oneIn(8),
  };
}

function randomType(random: Random, messages: readonly string[]): string {
  const kind = random.below(10);
  if (kind < 3 && messages.length > 0) return `message:${random.pick(messages)}`;
  if (kind < 5) return `enum:${random.pick(ENUMS)}`;
  return random.pick(SCALARS);
}

function randomDefault(random: Random, type: string): string | null {
  if (type.startsWith('message:') || type.startsWith('enum:')) return null;
  if (type === 'bool') return random.pick(['true', 'false']);
  if (type === 'string' || type === 'bytes') return random.pick(['', 'a', 'abc']);
  if (type === 'float' || type === 'double') return random.pick(['0', '1', '1.5', '-0', 'nan', 'inf']);
  return random.pick(['0', '1', '5']);
}

function mutateMessage(random: Random, message: MessageSpec, level: number): MessageSpec {
  const fields = [...message.fields];
  const at = random.below(fields.length);
  const field = fields[at];
  if (field === undefined || random.oneIn(8)) {
    const number = Math.max(0, ...fields.map((one) => one.number)) + 1;
    return { ...message, fields: [...fields, randomField(random, number, level)] };
  }
  if (random.oneIn(10)) return { ...message, fields: fields.filter((one) => one !== field) };
  fields[at] = mutateField(random, field, level);
  return { ...message, fields };
}

function mutateField(random: Random, field: FieldSpec, level: number): FieldSpec {
  const other = randomField(random, field.number, level);
  switch (random.below(9)) {
    case 0:
    case 1:
      return {
        ...field,
        type: other.type,
        default: null,
        label: field.label === 'required' ? 'explicit' : field.label,
      };
    case 2: {
      const required = other.label === 'required' && field.type.startsWith('message:');
      return { ...field, label: required ? 'repeated' : other.label };
    }
    case 3:
      return { ...field, packed: !field.packed };
    case 4:
      return { ...field, delimited: !field.delimited };
    case 5:
      return { ...field, strictUtf8: !field.strictUtf8 };
    case 6:
      return { ...field, oneof: field.oneof === null ? random.pick(['one', 'two']) : null };
    case 7:
      return { ...field, default: randomDefault(random, field.type) };
    default:
      return random.oneIn(2) ? { ...field, extension: !field.extension } : other;
  }
}

function randomEnum(random: Random, name: string): EnumSpec {
  const numbers = NUMBERS.filter(() => random.oneIn(2));
  const zero = random.oneIn(6) && numbers.length > 0 ? [] : [0];
  return { name, closed: random.oneIn(2), numbers: [...zero, ...numbers] };
}

function mutateEnum(random: Random, one: EnumSpec): EnumSpec {
  if (random.oneIn(4)) return { ...one, closed: !one.closed };
  if (random.oneIn(4)) return { ...one, numbers: [...one.numbers].reverse() };
  const number = random.pick(NUMBERS);
  if (!one.numbers.includes(number)) return { ...one, numbers: [...one.numbers, number] };
  const numbers = one.numbers.filter((item) => item !== number);
  return { ...one, numbers: numbers.length > 0 ? numbers : [0] };
}

import { Ajv } from 'ajv';
import { compareFormats } from '../compare-formats.js';
import { parseFormat } from '../parse-format.js';

// Random pairs of schemas: what is called compatible is so for every document tried, by another validator.
// The long run: `npm run proof:formats`.
const PAIRS = Number(process.env['PAIRS'] ?? 30);
const SEED = Number(process.env['SEED'] ?? 1);

let state = SEED;
const random = (below: number): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const pick = <T>(items: readonly [T, ...T[]]): T => items[random(items.length)] ?? items[0];
const maybe = (one: number, make: () => object): object => (random(one) === 0 ? make() : {});
const KEYS = ['a', 'b', 'c'] as const;
type Schema = boolean | { readonly [key: string]: unknown };

function schemaOf(depth: number): Schema {
  if (random(25) === 0) return random(3) > 0;
  const kind = random(depth > 0 ? 12 : 6);
  if (kind < 2)
    return {
      type: pick(['integer', 'number']),
      ...maybe(3, () => ({ minimum: random(4) })),
      ...maybe(3, () => ({ maximum: 2 + random(5) })),
      ...maybe(5, () => ({ exclusiveMaximum: 3 + random(4) })),
      ...maybe(6, () => ({ multipleOf: 1 + random(4) })),
    };
  if (kind === 2)
    return {
      type: 'string',
      ...maybe(3, () => ({ minLength: random(3) })),
      ...maybe(3, () => ({ maxLength: 1 + random(3) })),
      ...maybe(6, () => ({ pattern: pick(['a', '^b']) })),
    };
  if (kind === 3) return { type: pick(['null', 'boolean', ['string', 'null'], ['integer', 'boolean']]) };
  if (kind === 4)
    return random(2) === 0
      ? { enum: ['a', 'b', 1, null].slice(0, 1 + random(4)) }
      : { const: pick<unknown>(['a', 1, null]) };
  if (kind === 5) return random(3) === 0 ? { $ref: '#/definitions/d' } : {};
  if (kind < 9) return objectOf(depth);
  if (kind === 9) {
    const tuple = random(2) === 0;
    return {
      type: 'array',
      items: tuple ? [schemaOf(depth - 1), schemaOf(depth - 1)].slice(random(2)) : schemaOf(depth - 1),
      ...maybe(2, () => ({ additionalItems: schemaOf(depth - 1) })),
      ...maybe(4, () => ({ minItems: random(3) })),
      ...maybe(4, () => ({ maxItems: 1 + random(3) })),
      ...maybe(6, () => ({ uniqueItems: true })),
      // Beside a list of items ajv takes an empty list for one that contains something.
      ...(tuple ? {} : maybe(3, () => ({ contains: schemaOf(depth - 1) }))),
    };
  }
  if (kind === 10)
    return random(3) === 0
      ? { not: schemaOf(depth - 1) }
      : { ...schemaObject(depth - 1), allOf: [schemaOf(depth - 1), schemaOf(depth - 1)].slice(random(2)) };
  return {
    [pick(['anyOf', 'oneOf'])]: [schemaOf(depth - 1), schemaOf(depth - 1), schemaOf(depth - 1)].slice(
      random(2),
    ),
  };
}

const schemaObject = (depth: number): object => {
  const schema = schemaOf(depth);
  return typeof schema === 'object' && !('$ref' in schema) ? schema : {};
};

function objectOf(depth: number): Schema {
  const properties = Object.fromEntries(
    KEYS.filter(() => random(2) === 0).map((key) => [key, schemaOf(depth - 1)]),
  );
  return {
    ...maybe(4, () => ({
      dependencies: { [pick(KEYS)]: random(2) === 0 ? KEYS.slice(random(3)) : schemaOf(depth - 1) },
    })),
    ...maybe(8, () => ({
      propertyNames: pick<Schema>([{ maxLength: 1 }, { enum: ['a', 'b'] }, { pattern: '^b' }]),
    })),
    ...(random(5) > 0 ? { type: 'object' } : {}),
    properties,
    ...maybe(2, () => ({ required: KEYS.filter(() => random(3) === 0) })),
    ...maybe(2, () => ({ additionalProperties: random(2) === 0 ? false : schemaOf(depth - 1) })),
    ...maybe(5, () => ({ patternProperties: { [pick(['a', '^[bc]'])]: schemaOf(depth - 1) } })),
    ...maybe(6, () => ({ maxProperties: 1 + random(3) })),
    ...maybe(6, () => ({ minProperties: random(2) })),
  };
}

/** Another schema that is near: one place made anew, dropped or added. */
function nearby(value: unknown, depth: number): unknown {
  if (random(6) === 0) return schemaOf(depth);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === 'string')) return random(3) === 0 ? value.slice(1) : value;
    const items: unknown[] = [...value];
    const at = random(items.length);
    if (items.length > 0) items[at] = nearby(items[at], depth - 1);
    return random(4) === 0 ? [...items, schemaOf(0)] : items;
  }
  const entries = Object.entries(value);
  const at = random(entries.length + 1);
  return Object.fromEntries(
    entries.flatMap(([key, item], index): [string, unknown][] => {
      if (index !== at) return [[key, item]];
      if (typeof item === 'number') return [[key, Math.max(1, item + random(3) - 1)]];
      return random(4) === 0 ? [] : [[key, typeof item === 'object' ? nearby(item, depth) : item]];
    }),
  );
}

function documentOf(depth: number): unknown {
  const kind = random(depth > 0 ? 12 : 7);
  if (kind < 2) return random(9) - 1;
  if (kind === 2) return pick([1.5, 2.5, 0.25]);
  if (kind === 3) return pick(['', 'a', 'b', 'ab', 'bab', 'ccccc']);
  if (kind === 4) return pick([null, true, false]);
  if (kind < 7) return pick<unknown>([1, 'a', null]);
  if (kind < 10)
    return Object.fromEntries(
      [...KEYS, 'd'].filter(() => random(2) === 0).map((key) => [key, documentOf(depth - 1)]),
    );
  return Array.from({ length: random(4) }, () => documentOf(depth - 1));
}

const validator = (schema: unknown) =>
  new Ajv({ strict: false, validateFormats: false }).compile(schema as object);
/** Whether it takes the document; null when its references go round without end. */
function takes(check: ReturnType<typeof validator>, document: unknown): boolean | null {
  try {
    return check(document) === true;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const whole = (schema: Schema, definition: Schema): unknown =>
  typeof schema === 'boolean'
    ? schema
    : '$ref' in schema
      ? { ...schema, definitions: { d: definition } }
      : { ...schema, definitions: { d: definition } };

function pairOf(): readonly [reader: unknown, writer: unknown] {
  const definition =
    random(2) === 0
      ? { type: 'object', properties: { a: schemaOf(1), c: { $ref: '#/definitions/d' } } }
      : objectOf(1);
  const plain = definition as Schema;
  const writer = schemaOf(3);
  const reader = random(8) === 0 ? schemaOf(2) : nearby(writer, 3);
  const after = random(2) === 0 ? plain : (nearby(plain, 1) as Schema);
  return [whole(reader as Schema, after), whole(writer, plain)];
}

describe('compatible schemas of JSON', () => {
  const seen = { compatible: 0, incompatible: 0, unsupported: 0, documents: 0, shown: 0 };

  it('take every document that the other takes', () => {
    for (let pair = 0; pair < PAIRS; pair++) {
      const [after, before] = pairOf();
      const [reader, writer] = [after, before].map((schema) => parseFormat('JSON', JSON.stringify(schema)));
      if (!reader?.ok || !writer?.ok) continue;
      const result = compareFormats(reader.schema, writer.schema);
      const kind =
        result.kind === 'unsupported'
          ? 'unsupported'
          : result.differences.length === 0
            ? 'compatible'
            : 'incompatible';
      seen[kind]++;
      if (kind === 'unsupported') continue;
      let checks;
      try {
        checks = [validator(after), validator(before)] as const;
      } catch {
        continue; // A $ref of a random schema that goes round without end.
      }
      let shown = false;
      for (let index = 0; index < 60; index++) {
        const document = documentOf(3);
        const [taken, written] = checks.map((check) => takes(check, document));
        if (written !== true || taken === undefined || taken === null) continue;
        seen.documents++;
        if (!taken) shown = true;
        if (kind === 'compatible' && !taken)
          throw new Error(
            `called compatible, seed ${SEED} pair ${pair}\nreader ${JSON.stringify(after)}\nwriter ${JSON.stringify(before)}\ndocument ${JSON.stringify(document)}`,
          );
      }
      if (shown && kind === 'incompatible') seen.shown++;
    }
    expect(seen.compatible).toBeGreaterThan(PAIRS / 20);
    expect(seen.incompatible).toBeGreaterThan(PAIRS / 20);
    expect(seen.documents).toBeGreaterThan(PAIRS);
    if (PAIRS > 5000) console.log(JSON.stringify(seen));
  }, 3_600_000);
});

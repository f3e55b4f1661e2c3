import avsc from 'avsc';
import { compareFormats } from '../compare-formats.js';
import { parseFormat } from '../parse-format.js';

// Random pairs of schemas: what is called compatible decodes, by the avsc library, and what is not is refused by it.
// The long run: `npm run proof:formats`.
const PAIRS = Number(process.env['PAIRS'] ?? 150);
const SEED = Number(process.env['SEED'] ?? 1);

let state = SEED;
const random = (below: number): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};

type Node = string | readonly Node[] | { readonly [key: string]: unknown };
const PRIMITIVES = ['int', 'long', 'float', 'double', 'string', 'bytes', 'boolean', 'null'];
const VALUES: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['int', 1],
  ['long', 2],
  ['float', 1.5],
  ['double', 2.5],
  ['string', 's'],
  ['bytes', 'b'],
  ['boolean', true],
  ['null', null],
]);

/** Named types of one schema are made in a fixed order, so that both sides of a pair have the same names in the same places. */
class Maker {
  private names = 0;

  type(depth: number): Node {
    const kind = random(depth > 0 ? 14 : 6);
    if (kind < 5) return PRIMITIVES[random(PRIMITIVES.length)] ?? 'int';
    if (kind === 5) return this.leaf();
    if (kind < 8) return { type: 'array', items: this.type(depth - 1) };
    if (kind === 8) return { type: 'map', values: this.type(depth - 1) };
    return kind < 11 ? this.union(depth) : this.record(depth);
  }

  record(depth: number): Node {
    const name = `R${this.names++}`;
    const fields = ['a', 'b', 'c']
      .filter(() => random(3) > 0)
      .map((field) => {
        const type = this.type(depth - 1);
        const value = typeof type === 'string' && random(2) === 0 ? VALUES.get(type) : undefined;
        return { name: field, type, ...(value === undefined ? {} : { default: value }) };
      });
    const next = random(3) === 0 ? [{ name: 'next', type: ['null', name] }] : [];
    return { type: 'record', name, fields: [...fields, ...next] };
  }

  private leaf(): Node {
    const name = `N${this.names++}`;
    if (random(2) === 0) return { type: 'fixed', name, size: 1 + random(2) };
    const symbols = ['A', 'B', 'C'].slice(0, 1 + random(3));
    return { type: 'enum', name, symbols, ...(random(3) === 0 ? { default: 'A' } : {}) };
  }

  private union(depth: number): Node {
    const branches = [...new Set([0, 1, 2].map(() => PRIMITIVES[random(PRIMITIVES.length)] ?? 'int'))];
    return random(3) === 0 ? [...branches, this.record(depth - 1)] : branches;
  }
}

/** The same schema with a place changed. */
function nearby(node: unknown): unknown {
  if (typeof node === 'string')
    return PRIMITIVES.includes(node) && random(4) === 0 ? PRIMITIVES[random(PRIMITIVES.length)] : node;
  if (Array.isArray(node)) {
    if (node.every((item) => typeof item === 'string' && /^[A-Z]$/.test(item))) return node;
    const changed: unknown[] = node.map(nearby);
    if (typeof node[0] === 'object' && random(3) === 0) return changed.slice(1);
    return changed;
  }
  if (typeof node !== 'object' || node === null) return node;
  const members: Record<string, unknown> = { ...node };
  for (const key of ['type', 'items', 'values', 'fields'])
    if (key in members) members[key] = nearby(members[key]);
  if (typeof members['type'] === 'string' && VALUES.has(members['type']) && 'default' in members)
    members['default'] = VALUES.get(members['type']);
  if (members['type'] === 'fixed' && random(4) === 0) members['size'] = 3;
  if (members['type'] === 'enum' && random(3) === 0) members['symbols'] = ['A', 'B'];
  if (members['type'] === 'record' && random(8) === 0) members['name'] = 'Z';
  return members;
}

const typeOf = (text: string) => avsc.Type.forSchema(JSON.parse(text), { wrapUnions: true });

describe('schemas of Avro', () => {
  it('are compatible when avsc decodes, and are not when it refuses', () => {
    const seen = { compatible: 0, incompatible: 0, skipped: 0, values: 0 };
    for (let pair = 0; pair < PAIRS; pair++) {
      const before = new Maker().record(3);
      const [writer, reader] = [before, nearby(before)].map((schema) =>
        parseFormat('AVRO', JSON.stringify(schema)),
      );
      if (!writer?.ok || !reader?.ok) {
        seen.skipped++;
        continue;
      }
      const result = compareFormats(reader.schema, writer.schema);
      if (result.kind !== 'compared') throw new Error(result.message);
      const compatible = result.differences.length === 0;
      const story = `seed ${SEED} pair ${pair}\nreader ${reader.schema.canonical}\nwriter ${writer.schema.canonical}`;
      let types;
      try {
        types = [typeOf(reader.schema.canonical), typeOf(writer.schema.canonical)] as const;
      } catch {
        seen.skipped++; // avsc takes fewer schemas than the Java library.
        continue;
      }
      let resolver;
      try {
        resolver = types[0].createResolver(types[1]);
      } catch (error) {
        if (compatible)
          throw new Error(`called compatible, but ${String(error)}, ${story}`, { cause: error });
      }
      seen[compatible ? 'compatible' : 'incompatible']++;
      if (resolver === undefined) continue;
      if (!compatible)
        throw new Error(
          `called incompatible ${JSON.stringify(result.differences)}, but avsc reads it, ${story}`,
        );
      for (let index = 0; index < 3; index++) {
        types[0].fromBuffer(types[1].toBuffer(types[1].random()), resolver);
        seen.values++;
      }
    }
    expect(seen.compatible).toBeGreaterThan(PAIRS / 20);
    expect(seen.incompatible).toBeGreaterThan(PAIRS / 20);
    // What a long run looked at.
    if (process.env['PAIRS'] !== undefined) console.info(JSON.stringify(seen));
  }, 3_600_000);
});

// Whether a reader's schema of Avro reads what a writer's wrote, by the rules of
// https://avro.apache.org/docs/1.12.0/specification/#schema-resolution as the Java library's SchemaCompatibility takes them:
// logical types count for nothing, names of types are compared without their namespace, bytes and string are exchangeable.
import { UnsupportedChange, type CompareLimits } from '../compare-limits.js';
import { Pairs } from '../pairs.js';
import type { AvroDifferenceType, AvroFault } from './avro-difference.js';
import type {
  AvroEnum,
  AvroField,
  AvroFixed,
  AvroNamedType,
  AvroRecord,
  AvroType,
  AvroUnion,
} from './avro-type.js';

const PROMOTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['long', ['int']],
  ['float', ['int', 'long']],
  ['double', ['int', 'long', 'float']],
  ['bytes', ['string']],
  ['string', ['bytes']],
]);

/** What was found of one pair: it may fail without a fault of its own, by a pair around it. */
interface Outcome {
  readonly compatible: boolean;
  readonly faults: readonly AvroFault[];
}

const COMPATIBLE: Outcome = { compatible: true, faults: [] };

/** Every reason why `reader` cannot read what `writer` wrote. **Throws** UnsupportedChange past a limit. */
export function compareAvro(
  reader: AvroType,
  writer: AvroType,
  limits: Required<CompareLimits>,
): readonly AvroFault[] {
  return new AvroComparison(limits).compare(reader, writer);
}

class AvroComparison {
  /** Pairs that failed. Only grows, so the passes come to an end. */
  private readonly failed = new Pairs<AvroType, true>();
  private outcomes = new Pairs<AvroType, Outcome | 'open'>();
  private visits = 0;

  constructor(private readonly limits: Required<CompareLimits>) {}

  /**
   * A pair inside itself counts as compatible until it fails. What was said of other pairs by that may then be wrong, so everything
   * is looked at again until no further pair fails.
   */
  compare(reader: AvroType, writer: AvroType): readonly AvroFault[] {
    for (;;) {
      const known = this.failed.size;
      this.outcomes = new Pairs();
      const { faults } = this.pair(reader, writer, []);
      if (this.failed.size === known) return faults;
    }
  }

  private pair(reader: AvroType, writer: AvroType, location: readonly string[], depth = 0): Outcome {
    const known = this.outcomes.get(reader, writer);
    if (known === 'open') return { compatible: !this.failed.has(reader, writer), faults: [] };
    this.visits++;
    if (this.visits > this.limits.maxPairs)
      throw tooLarge(`more than ${this.limits.maxPairs} pairs of types`);
    if (known !== undefined) return known;
    if (depth > this.limits.maxDepth) throw tooLarge(`types nested deeper than ${this.limits.maxDepth}`);
    this.outcomes.set(reader, writer, 'open');
    const outcome = this.judge(reader, writer, location, depth + 1);
    this.outcomes.set(reader, writer, outcome);
    if (!outcome.compatible) this.failed.set(reader, writer, true);
    return outcome;
  }

  private judge(reader: AvroType, writer: AvroType, location: readonly string[], depth: number): Outcome {
    if (writer.kind === 'union') return this.writerUnion(reader, writer, location, depth);
    if (reader.kind === 'union') return this.readerUnion(reader, writer, location, depth);
    if (reader.kind === 'array' && writer.kind === 'array')
      return this.pair(reader.items, writer.items, [...location, 'items'], depth);
    if (reader.kind === 'map' && writer.kind === 'map')
      return this.pair(reader.values, writer.values, [...location, 'values'], depth);
    if (reader.kind === 'record' && writer.kind === 'record')
      return this.merged([
        nameOutcome(reader, writer, location),
        ...this.fields(reader, writer, location, depth),
      ]);
    if (reader.kind === 'enum' && writer.kind === 'enum')
      return this.merged([nameOutcome(reader, writer, location), symbolsOutcome(reader, writer, location)]);
    if (reader.kind === 'fixed' && writer.kind === 'fixed')
      return this.merged([nameOutcome(reader, writer, location), sizeOutcome(reader, writer, location)]);
    if (reader.kind === writer.kind || PROMOTIONS.get(reader.kind)?.includes(writer.kind)) return COMPATIBLE;
    const info = `reader type: ${upper(reader)} not compatible with writer type: ${upper(writer)}`;
    return failure('TYPE_MISMATCH', location, info);
  }

  private writerUnion(
    reader: AvroType,
    writer: AvroUnion,
    location: readonly string[],
    depth: number,
  ): Outcome {
    const outcomes = writer.branches.map((branch, index) => {
      const outcome = this.pair(reader, branch, [], depth);
      if (reader.kind !== 'union' || outcome.compatible) return outcome;
      return failure('MISSING_UNION_BRANCH', [...location, String(index)], lacking(branch));
    });
    return this.merged(outcomes);
  }

  private readerUnion(
    reader: AvroUnion,
    writer: AvroType,
    location: readonly string[],
    depth: number,
  ): Outcome {
    const taken = reader.branches.some((branch) => this.pair(branch, writer, [], depth).compatible);
    return taken ? COMPATIBLE : failure('MISSING_UNION_BRANCH', location, lacking(writer));
  }

  private fields(
    reader: AvroRecord,
    writer: AvroRecord,
    location: readonly string[],
    depth: number,
  ): Outcome[] {
    const written = new Map((writer.fields ?? []).map((field) => [field.name, field]));
    return (reader.fields ?? []).map((field, index) => {
      const place = [...location, 'fields', String(index)];
      const source = sourceOf(field, written, reader);
      if (source !== null) return this.pair(field.type, source.type, [...place, 'type'], depth);
      return field.default === undefined
        ? failure('READER_FIELD_MISSING_DEFAULT_VALUE', place, field.name)
        : COMPATIBLE;
    });
  }

  /** Each fault once, also of a pair that several places have. */
  private merged(outcomes: readonly Outcome[]): Outcome {
    const faults = new Set<AvroFault>();
    for (const outcome of outcomes)
      for (const fault of outcome.faults) if (faults.size < this.limits.maxDifferences) faults.add(fault);
    return { compatible: outcomes.every(({ compatible }) => compatible), faults: [...faults] };
  }
}

function nameOutcome(reader: AvroNamedType, writer: AvroNamedType, location: readonly string[]): Outcome {
  const same =
    reader.name.name === writer.name.name || reader.aliases.some(({ full }) => full === writer.name.full);
  return same ? COMPATIBLE : failure('NAME_MISMATCH', [...location, 'name'], `expected: ${writer.name.full}`);
}

function symbolsOutcome(reader: AvroEnum, writer: AvroEnum, location: readonly string[]): Outcome {
  const readable = new Set(reader.symbols);
  const missing = writer.symbols.filter((symbol) => !readable.has(symbol)).sort();
  if (missing.length === 0 || reader.default !== null) return COMPATIBLE;
  return failure('MISSING_ENUM_SYMBOLS', [...location, 'symbols'], `[${missing.join(', ')}]`);
}

function sizeOutcome(reader: AvroFixed, writer: AvroFixed, location: readonly string[]): Outcome {
  if (reader.sizeBytes === writer.sizeBytes) return COMPATIBLE;
  const info = `expected: ${writer.sizeBytes}, found: ${reader.sizeBytes}`;
  return failure('FIXED_SIZE_MISMATCH', [...location, 'size'], info);
}

/** The writer's field that the reader's takes its values from, by name or alias; null when there is none. */
function sourceOf(
  field: AvroField,
  written: ReadonlyMap<string, AvroField>,
  reader: AvroRecord,
): AvroField | null {
  const names = new Set([field.name, ...field.aliases]);
  const sources = [...names].flatMap((name) => written.get(name) ?? []);
  if (sources.length > 1)
    throw new UnsupportedChange(
      'aliases',
      `Field ${field.name} of ${reader.name.full} matches multiple fields of the other schema: ` +
        `${sources.map(({ name }) => name).join(', ')}`,
    );
  return sources[0] ?? null;
}

function failure(type: AvroDifferenceType, location: readonly string[], info: string): Outcome {
  return { compatible: false, faults: [{ type, location, info }] };
}

function lacking(type: AvroType): string {
  return `reader union lacking writer type: ${upper(type)}`;
}

function upper(type: AvroType): string {
  return type.kind.toUpperCase();
}

function tooLarge(what: string): UnsupportedChange {
  return new UnsupportedChange('size', `The schemas are too large to compare: ${what}`);
}

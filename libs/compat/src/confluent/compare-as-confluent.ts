import type { DescFile } from '@bufbuild/protobuf';
import { elementPath, locate, type AnyElement, type Schema } from '#libs/descriptors';
import type { SourcePoint } from '../finding.js';
import type { Direction } from '../level.js';
import { ruleOf } from './confluent-rules.js';
import type { ConfluentRule } from './define-confluent-rule.js';
import { walkFiles, type ConfluentLimits, type Difference, type Sides } from './walk.js';

/** A difference of two schemas as Confluent Schema Registry tells it. */
export interface ConfluentFinding {
  readonly rule: ConfluentRule;
  /** Confluent's path, such as `#/Message/2`: names without the package, then names and numbers. */
  readonly confluentPath: string;
  /** Confluent's description; empty for what is compatible. */
  readonly message: string;
  /** Element path: in the later schema, else in the earlier one. */
  readonly path: string;
  /** Where the element stands in the earlier schema; null when it is not there or there is no source info. */
  readonly before: SourcePoint | null;
  /** Where it stands in the later schema, else what declared it; null when there is no source info. */
  readonly after: SourcePoint | null;
}

/** What a comparison may be told. */
export interface ConfluentOptions extends ConfluentLimits {
  /** forward: the earlier schema reads what the later one wrote, which is Confluent's comparison the other way round. Default backward. */
  readonly direction?: Direction;
}

/**
 * All differences that Confluent Schema Registry 8.4 tells of an earlier and a later schema, also those that it takes for
 * compatible, in its order. A file is compared with the file of its import path, and the only file of a schema with the
 * only file of the other. **Throws** SCHEMA_TOO_LARGE past `maxMessageDepth`.
 * **Source** https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/serdes-protobuf.html
 */
export function compareAsConfluent(
  before: Schema,
  after: Schema,
  { direction = 'backward', ...limits }: ConfluentOptions = {},
): readonly ConfluentFinding[] {
  const [original, update] = direction === 'backward' ? [before, after] : [after, before];
  return filePairs(original, update)
    .flatMap((files) => walkFiles(files, limits))
    .map((difference) => toFinding(difference, direction));
}

function filePairs(original: Schema, update: Schema): readonly Sides<DescFile>[] {
  const [originalName, updateName] = [original.rootFiles[0], update.rootFiles[0]];
  const single = original.rootFiles.length === 1 && update.rootFiles.length === 1;
  if (single && originalName !== undefined && updateName !== undefined) {
    return [{ original: fileOf(original, originalName), update: fileOf(update, updateName) }];
  }
  const names = new Set([...original.rootFiles, ...update.rootFiles]);
  return [...names].sort().map((name) => ({
    original: original.rootFiles.includes(name) ? fileOf(original, name) : null,
    update: update.rootFiles.includes(name) ? fileOf(update, name) : null,
  }));
}

function fileOf(schema: Schema, name: string): DescFile | null {
  return schema.registry.getFile(name) ?? null;
}

function toFinding({ type, path, element, parent }: Difference, direction: Direction): ConfluentFinding {
  const rule = ruleOf(type);
  const [before, after] = inTime(element, direction);
  const [, nearest] = inTime(parent, direction);
  const named = after ?? before;
  const [reader, writer] = direction === 'backward' ? (['new', 'old'] as const) : (['old', 'new'] as const);
  return {
    rule,
    confluentPath: path,
    message: rule.describe?.({ path, reader, writer }) ?? '',
    path: named === null ? '#/' : elementPath(named),
    before: pointOf(before),
    after: pointOf(after ?? nearest),
  };
}

/** The earlier and the later of two sides. */
function inTime<Kind>(
  { original, update }: Sides<Kind>,
  direction: Direction,
): readonly [Kind | null, Kind | null] {
  return direction === 'backward' ? [original, update] : [update, original];
}

function pointOf(element: AnyElement | null): SourcePoint | null {
  const span = element && locate(element);
  return span && { file: span.file, line: span.line, column: span.column };
}

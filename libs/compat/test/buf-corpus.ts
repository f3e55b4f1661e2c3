import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadSchema, type Schema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';

/** A case: what buf says of a change, in a folder of the rule that it is about. */
export interface BufCase {
  /** Folder of the rule, its id in kebab-case. */
  readonly ruleId: string;
  /** Starts with `ok-` or `break-`. */
  readonly name: string;
  readonly folder: string;
  /** The folder of its files in the image; ends with a slash. */
  readonly prefix: string;
  /** Package of its files, which no other case has, or the first part of it. */
  readonly packageName: string;
}

/** Cases compiled together. */
export interface BufBatch {
  readonly cases: readonly BufCase[];
  /** Whether the real buf refuses to compare them. */
  readonly isRefused: boolean;
  /** FileDescriptorSets with imports and source info. */
  readonly images: Readonly<Record<Side, Uint8Array>>;
  readonly before: Schema;
  readonly after: Schema;
}

type Side = 'before' | 'after';
type Files = Readonly<Record<string, string>>;

/** All cases below a folder, in two batches: each has files and a package of its own, so that one image holds many. */
export function readBufCorpus(root: string): readonly BufBatch[] {
  const cases = readdirSync(root).flatMap((ruleId) =>
    readdirSync(join(root, ruleId)).map((name) => ({
      ruleId,
      name,
      folder: join(root, ruleId, name),
      prefix: `${ruleId}/${name}/`,
      packageName: `${ruleId}_${name}`.replaceAll('-', '_'),
    })),
  );
  // `buf breaking` refuses an image with a MessageSet, though it still has a rule on it.
  const isRefused = (one: BufCase): boolean => one.ruleId.includes('message-set');
  return [
    compileBatch(
      cases.filter((one) => !isRefused(one)),
      false,
    ),
    compileBatch(cases.filter(isRefused), true),
  ];
}

function compileBatch(cases: readonly BufCase[], isRefused: boolean): BufBatch {
  const [before, after] = (['before', 'after'] as const).map((side) =>
    cases.reduce<Files>((files, one) => ({ ...files, ...filesOf(one, side) }), {}),
  );
  if (before === undefined || after === undefined) throw new Error('unreachable');
  const images = { before: compileProtos(before), after: compileProtos(after) };
  return {
    cases,
    isRefused,
    images,
    before: loadSchema(images.before, { rootFiles: Object.keys(before) }),
    after: loadSchema(images.after, { rootFiles: Object.keys(after) }),
  };
}

/** The files of one side under the case's prefix; what they import of each other too. */
function filesOf(one: BufCase, side: Side): Files {
  const folder = join(one.folder, side);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.proto'));
  return Object.fromEntries(
    names.map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      if (!text.includes(`package ${one.packageName}`))
        throw new Error(`${one.folder} needs its own package`);
      const imports = (line: string, path: string): string =>
        names.includes(path) ? line.replace(path, `${one.prefix}${path}`) : line;
      return [`${one.prefix}${name}`, text.replace(/^import "([^"]+)";/gm, imports)];
    }),
  );
}

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { loadSchema, type Schema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';

/** A case: what Confluent makes of two schemas. */
export interface ConfluentCase {
  /** Folder of the difference that it is about, such as `field-added`. */
  readonly ruleId: string;
  /** Starts with `ok-` when Confluent accepts the change and with `break-` when not. */
  readonly name: string;
  readonly folder: string;
  readonly before: Schema;
  readonly after: Schema;
}

type Files = Readonly<Record<string, string>>;

/**
 * All cases below a folder. A side is a file such as `before.proto`, or a folder `before` with `main.proto` and what it
 * imports. Sides of one file are compiled together as far as their packages allow.
 */
export function readConfluentCorpus(root: string): readonly ConfluentCase[] {
  const cases = readdirSync(root).flatMap((ruleId) =>
    readdirSync(join(root, ruleId)).map((name) => ({ ruleId, name, folder: join(root, ruleId, name) })),
  );
  const sides = cases.flatMap(({ folder }) => ['before', 'after'].map((side) => join(folder, side)));
  const schemas = compileSides(sides);
  const schemaOf = (path: string): Schema => {
    const found = schemas.get(path);
    if (found === undefined) throw new Error(`${path}.proto is missing`);
    return found;
  };
  return cases.map((one) => ({
    ...one,
    before: schemaOf(join(one.folder, 'before')),
    after: schemaOf(join(one.folder, 'after')),
  }));
}

function compileSides(sides: readonly string[]): ReadonlyMap<string, Schema> {
  const schemas = new Map<string, Schema>();
  const batches: Map<string, string>[] = [];
  for (const side of sides) {
    if (existsSync(side)) schemas.set(side, compile(filesUnder(side), 'main.proto'));
    else batchFor(packageOf(`${side}.proto`), batches).set(packageOf(`${side}.proto`), side);
  }
  for (const batch of batches) {
    const paths = [...batch.values()].map((side, index) => [`case${index}/main.proto`, side] as const);
    const files = Object.fromEntries(paths.map(([path, side]) => [path, textOf(`${side}.proto`)]));
    const image = compileProtos(files);
    for (const [path, side] of paths) schemas.set(side, schemaFrom(image, path));
  }
  return schemas;
}

function batchFor(name: string, batches: Map<string, string>[]): Map<string, string> {
  const free = batches.find((batch) => !batch.has(name));
  if (free !== undefined) return free;
  const fresh = new Map<string, string>();
  batches.push(fresh);
  return fresh;
}

function packageOf(path: string): string {
  return /^package\s+([\w.]+)\s*;/m.exec(textOf(path))?.[1] ?? '';
}

function textOf(path: string): string {
  return readFileSync(path, 'utf8');
}

function filesUnder(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const protos = names.filter((name) => name.endsWith('.proto'));
  return Object.fromEntries(protos.map((name) => [name.replaceAll('\\', '/'), textOf(join(folder, name))]));
}

function compile(files: Files, root: string): Schema {
  return schemaFrom(compileProtos(files), root);
}

/** The schema of one file of an image, with what it imports. */
export function schemaFrom(image: Uint8Array, root: string): Schema {
  const files = new Map(fromBinary(FileDescriptorSetSchema, image).file.map((file) => [file.name, file]));
  const wanted = new Set([root]);
  // Grows while it is read.
  for (const name of wanted)
    for (const dependency of files.get(name)?.dependency ?? []) wanted.add(dependency);
  const file = [...files.values()].filter(({ name }) => wanted.has(name));
  const set = create(FileDescriptorSetSchema, { file });
  return loadSchema(toBinary(FileDescriptorSetSchema, set), { rootFiles: [root] });
}

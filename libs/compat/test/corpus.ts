import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema, type FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadSchema, type Schema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';

/** Which of a case's files: `earlier` is a version before the writer's, for rules on lives. */
export type Side = 'earlier' | 'writer' | 'reader';

/** A case of the corpus: a folder of a rule's folder. */
export interface CorpusCase {
  readonly ruleId: string;
  /** Starts with `ok-` or `break-`. */
  readonly name: string;
  readonly folder: string;
  readonly writer: Schema;
  readonly reader: Schema;
  readonly earlier: Schema | null;
}

/** All cases below a folder, compiled in a few runs of buf: as many as there are files of one package on one side. */
export function readCorpus(root: string): readonly CorpusCase[] {
  const cases = readdirSync(root).flatMap((ruleId) =>
    readdirSync(join(root, ruleId)).map((name) => ({ ruleId, name, folder: join(root, ruleId, name) })),
  );
  const folders = cases.map(({ folder }) => folder);
  const [writers, readers, earliers] = (['writer', 'reader', 'earlier'] as const).map((side) =>
    compileSide(folders, side),
  );
  return cases.map((one) => {
    const writer = writers?.get(one.folder);
    const reader = readers?.get(one.folder);
    if (!writer || !reader) throw new Error(`${one.folder} needs writer.proto and reader.proto`);
    return { ...one, writer, reader, earlier: earliers?.get(one.folder) ?? null };
  });
}

function compileSide(folders: readonly string[], side: Side): ReadonlyMap<string, Schema> {
  const batches: { imports: boolean; files: Map<string, { folder: string; text: string }> }[] = [];
  for (const folder of folders) {
    const path = join(folder, `${side}.proto`);
    if (!existsSync(path)) continue;
    const text = readFileSync(path, 'utf8');
    // buf drops message_set_wire_format of a file when others of the same run import google/protobuf files.
    const imports = /^import /m.test(text);
    const name = /^package\s+([\w.]+)\s*;/m.exec(text)?.[1] ?? '';
    const known = batches.find((batch) => batch.imports === imports && !batch.files.has(name));
    const free = known ?? { imports, files: new Map<string, { folder: string; text: string }>() };
    if (known === undefined) batches.push(free);
    free.files.set(name, { folder, text });
  }
  return new Map(batches.flatMap((batch) => compileBatch([...batch.files.values()], side)));
}

function compileBatch(
  batch: readonly { readonly folder: string; readonly text: string }[],
  side: Side,
): readonly (readonly [string, Schema])[] {
  const named = batch.map((one, index) => ({ ...one, path: `case${index}/${side}.proto` }));
  const image = compileProtos(Object.fromEntries(named.map(({ path, text }) => [path, text])));
  const files = new Map(fromBinary(FileDescriptorSetSchema, image).file.map((file) => [file.name, file]));
  return named.map(({ folder, path }) => [folder, schemaFrom(files, path)] as const);
}

/** The schema of one file and its imports, under the name that its case's folder has. */
function schemaFrom(files: ReadonlyMap<string, FileDescriptorProto>, path: string): Schema {
  const wanted = new Set<string>();
  const take = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const dependency of files.get(name)?.dependency ?? []) take(dependency);
  };
  take(path);
  const file = [...files.values()].filter(({ name }) => wanted.has(name));
  const set = create(FileDescriptorSetSchema, { file });
  return loadSchema(toBinary(FileDescriptorSetSchema, set), { rootFiles: [path] });
}

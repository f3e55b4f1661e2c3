import { create, createFileRegistry, fromBinary, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import {
  FileDescriptorSetSchema,
  type FieldDescriptorProtoSchema,
  type FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';
import { allMessages, loadSchema, locate, openSchema, type Schema } from '#libs/descriptors';

/**
 * Loading a set, against protobuf-es alone: decoding it and making the reflection objects, which loading can not do without.
 * Median wall times of runs in turn. Sets have source info, about four positions a field as compilers write.
 */
type FileInit = MessageInitShape<typeof FileDescriptorProtoSchema>;
type FieldInit = MessageInitShape<typeof FieldDescriptorProtoSchema>;
type MessageInit = { name: string; field: FieldInit[] };

const RUNS = Number(process.env['RUNS'] ?? 9);

console.log('files\tmessages\tKiB\tprotobuf-es ms\tload ms\tratio\topen canonical ms\tlocate all, us each');
for (const files of [1, 20, 1_000]) measure(files);

function measure(count: number): void {
  const file = Array.from({ length: count }, (_, index) => fileOf(index));
  const rootFiles = file.map(({ name }) => name ?? '');
  const bytes = toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file }));
  const { canonical, fingerprint } = loadSchema(bytes, { rootFiles });
  const peer: number[] = [];
  const load: number[] = [];
  const open: number[] = [];
  const find: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    peer.push(timed(() => createFileRegistry(fromBinary(FileDescriptorSetSchema, bytes))));
    let schema: Schema | undefined;
    load.push(timed(() => (schema = loadSchema(bytes, { rootFiles }))));
    open.push(timed(() => openSchema(canonical, fingerprint, { rootFiles })));
    if (schema !== undefined) find.push(locateAll(schema));
  }
  const figures = [median(peer), median(load), median(load) / median(peer), median(open), median(find)];
  console.log(
    [count, count * 5, Math.round(bytes.length / 1024), ...figures.map((one) => one.toFixed(2))].join('\t'),
  );
}

/** Microseconds for one element, the index of its file included. */
function locateAll(schema: Schema): number {
  let located = 0;
  const ms = timed(() => {
    for (const message of allMessages(schema))
      for (const field of message.fields) if (locate(field) !== null) located += 1;
  });
  return (ms * 1_000) / located;
}

function fileOf(index: number): FileInit {
  const messages = Array.from({ length: 5 }, (_, number) => messageOf(index, number));
  const location = messages.flatMap((message, at) => [
    { path: [4, at], span: [at, 0, at + 9, 1], leadingComments: ' A message.\n' },
    ...message.field.flatMap((_, field) =>
      [[], [5], [1], [3]].map((tail) => ({ path: [4, at, 2, field, ...tail], span: [field, 2, 40] })),
    ),
  ]);
  return {
    name: `bench/v1/file${index}.proto`,
    package: 'bench.v1',
    syntax: 'proto3',
    dependency: index === 0 ? [] : [`bench/v1/file${index - 1}.proto`],
    messageType: messages,
    sourceCodeInfo: { location },
  };
}

function messageOf(file: number, number: number): MessageInit {
  const field: FieldInit[] = Array.from({ length: 12 }, (_, at) => ({
    name: `some_field_${at}`,
    jsonName: `someField${at}`,
    number: at + 1,
    label: 1,
    type: 9,
  }));
  if (file > 0) {
    const typeName = `.bench.v1.Message${file - 1}x${number}`;
    field.push({ name: 'link', jsonName: 'link', number: 20, label: 1, type: 11, typeName });
  }
  return { name: `Message${file}x${number}`, field };
}

function timed(work: () => unknown): number {
  const started = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - started) / 1e6;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0;
}

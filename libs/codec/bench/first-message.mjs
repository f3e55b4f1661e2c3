// From descriptors that were just fetched to the first message that is decoded: what a worker waits for when it meets a new schema.
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { createCodec } from '#libs/codec';
import { median } from './measure.mjs';

const TIMES = 41;

/** Prints CPU milliseconds; `loadRoot` is protobufjs' way from an image to its root, null without it. */
export function reportFirstMessage(image, typeName, bytes, loadRoot) {
  const registryOf = () => createFileRegistry(fromBinary(FileDescriptorSetSchema, image));
  const codecOf = (options) => {
    const registry = registryOf();
    return createCodec(registry, registry.getMessage(typeName), options);
  };
  const subjects = {
    ours: () => codecOf({}).decode(bytes),
    'ours, code at once': () => codecOf({ compileAfter: 0 }).decode(bytes),
    'protobuf-es': () => fromBinary(registryOf().getMessage(typeName), bytes),
    ...(loadRoot === null ? {} : { protobufjs: () => loadRoot().lookupType(typeName).decode(bytes) }),
  };
  const figures = new Map(Object.keys(subjects).map((name) => [name, []]));
  for (let time = 0; time < TIMES; time += 1)
    for (const [name, work] of Object.entries(subjects)) figures.get(name).push(cpuMs(work));
  const cells = [...figures].map(
    ([name, all]) => `${name} ${all[0].toFixed(1)}, then ${median(all).toFixed(2)}`,
  );
  console.log(`\nFirst message of ${typeName}, ms from descriptors: ${cells.join(' · ')}`);
}

function cpuMs(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

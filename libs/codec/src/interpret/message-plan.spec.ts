import { create, createFileRegistry, type FileRegistry } from '@bufbuild/protobuf';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorSetSchema,
} from '@bufbuild/protobuf/wkt';
import { Plans } from './message-plan.js';

/** Messages that refer to others by name; a `!` is a required field of their own. */
function registryOf(messages: Readonly<Record<string, string>>): FileRegistry {
  const messageType = Object.entries(messages).map(([name, refers]) => ({
    name,
    field: refers
      .split(' ')
      .filter((word) => word !== '')
      .map((word, index) => ({
        name: `f${index}`,
        number: index + 1,
        label: word === '!' ? FieldDescriptorProto_Label.REQUIRED : FieldDescriptorProto_Label.OPTIONAL,
        ...(word === '!'
          ? { type: FieldDescriptorProto_Type.INT32 }
          : { type: FieldDescriptorProto_Type.MESSAGE, typeName: `.${word}` }),
      })),
  }));
  const file = [{ name: 'a.proto', syntax: 'proto2', messageType }];
  return createFileRegistry(create(FileDescriptorSetSchema, { file }));
}

function lacking(registry: FileRegistry, order: readonly string[]): string[] {
  const plans = Plans.of(registry);
  return order.filter((name) => plans.plan(registry.getMessage(name)!).mayLackRequired()).sort();
}

describe('mayLackRequired', () => {
  const MESSAGES = {
    Own: '!',
    Near: 'Own',
    Far: 'Near Plain',
    Plain: '',
    Left: 'Right',
    Right: 'Left Plain',
    Both: 'Left Far',
    Loop: 'Loop Round',
    Round: 'Loop Near',
  };
  const EXPECTED = ['Both', 'Far', 'Loop', 'Near', 'Own', 'Round'];

  it('is true for what holds a required field at any depth, in whatever order it is asked', () => {
    const names = Object.keys(MESSAGES);
    for (let turn = 0; turn < names.length; turn++) {
      const order = [...names.slice(turn), ...names.slice(0, turn)];
      expect(lacking(registryOf(MESSAGES), order)).toEqual(EXPECTED);
      expect(lacking(registryOf(MESSAGES), order.toReversed())).toEqual(EXPECTED);
    }
  });

  it('says the same when it is asked again', () => {
    const registry = registryOf(MESSAGES);
    const names = Object.keys(MESSAGES);
    expect(lacking(registry, names)).toEqual(lacking(registry, names));
  });

  it.each([
    ['nowhere', ''],
    ['at the end', '!'],
  ])('walks a long chain once for all its messages, a required field being %s', (_where, last) => {
    const count = 20_000;
    const chain = Array.from({ length: count }, (_, index): [string, string] => [
      `M${index}`,
      `M${index + 1}`,
    ]);
    const registry = registryOf(Object.fromEntries([...chain, [`M${count}`, last]]));
    const names = chain.map(([name]) => name);
    const startedAt = performance.now();
    expect(lacking(registry, names)).toHaveLength(last === '' ? 0 : count);
    // One walk a message would be 200 million steps.
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

import type { DescMessage } from '@bufbuild/protobuf';
import { loadSchema } from '#libs/descriptors';
import { compileProtos } from '#libs/testing';
import { ImportTables } from './import-tables.js';

/** Messages called Event of as many packages. */
function eventsOf(...packages: readonly string[]): DescMessage[] {
  return packages.map((name) => {
    const path = `${name}.proto`;
    const text = `syntax = "proto3"; package ${name}; message Event { string id = 1; }`;
    const schema = loadSchema(compileProtos({ [path]: text }), { rootFiles: [path] });
    return schema.registry.getMessage(`${name}.Event`)!;
  });
}

/** Names of the tables, and what was asked for. */
async function namesOf(
  messages: readonly DescMessage[],
  taken: readonly string[],
): Promise<{ names: string[]; asked: string[][] }> {
  const asked: string[][] = [];
  const tables = new ImportTables();
  await tables.read((names) => {
    asked.push([...names]);
    return Promise.resolve(taken.filter((name) => names.includes(name.toLowerCase())));
  }, messages);
  return { names: messages.map((message) => tables.modelOf(message).table), asked };
}

describe('ImportTables', () => {
  it('asks for nothing when there is nothing', async () => {
    expect(await namesOf([], [])).toEqual({ names: [], asked: [] });
  });

  it('gives the first of one name its own, and asks for all at once', async () => {
    const { names, asked } = await namesOf(eventsOf('a', 'b', 'c'), []);
    expect(names).toEqual(['event', 'b_event', 'c_event']);
    expect(asked).toEqual([['event', 'b_event', 'c_event']]);
  });

  it('never gives a name that is taken, whatever was made of it', async () => {
    const { names, asked } = await namesOf(eventsOf('a', 'b'), ['Event', 'B_Event', 'a_other']);
    expect(names[0]).toBe('a_event');
    expect(names[1]).not.toMatch(/^(b_event|event|a_event)$/i);
    expect(asked.length).toBeLessThanOrEqual(3);
    expect(asked.flat()).toEqual([...new Set(asked.flat())]);
    expect(asked.flat()).toEqual(expect.arrayContaining(names));
  });
});

import { GroupCommit, type GroupOptions, type Outcome } from './group-commit.js';

interface Item {
  readonly key: string;
  readonly weight?: number;
  readonly alone?: boolean;
}

/** A log of the groups; an item `bad…` fails its group, `no…` is refused. The first group waits until `open()`. */
function logOf(options: Partial<GroupOptions<Item, string>> = {}): {
  readonly groups: string[][];
  readonly open: () => void;
  readonly submit: (...keys: (string | Item)[]) => Promise<string[]>;
} {
  const groups: string[][] = [];
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const commit = new GroupCommit<Item, string>({
    run: async (items) => {
      groups.push(items.map(({ key }) => key));
      if (groups.length === 1) await opened;
      if (items.some(({ key }) => key.startsWith('bad'))) throw new Error('the group failed');
      return items.map(({ key }): Outcome<string> =>
        key.startsWith('no') ? { ok: false, error: new Error(`${key}!`) } : { ok: true, value: `${key}.` },
      );
    },
    keyOf: ({ key }) => key,
    weigh: ({ weight = 1 }) => weight,
    isAlone: ({ alone = false }) => alone,
    mayBeOfOne: () => true,
    ...options,
  });
  const submit = async (...items: (string | Item)[]): Promise<string[]> => {
    const answers = await Promise.allSettled(
      items.map((item) => commit.submit(typeof item === 'string' ? { key: item } : item)),
    );
    return answers.map((answer) =>
      answer.status === 'fulfilled' ? answer.value : String((answer.reason as Error).message),
    );
  };
  return { groups, open: () => open(), submit };
}

/** Submits one item, which is being committed, and then the others. */
async function afterFirst(
  log: ReturnType<typeof logOf>,
  ...items: (string | Item)[]
): Promise<{ readonly groups: string[][]; readonly answers: string[] }> {
  const first = log.submit('first');
  while (log.groups.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const rest = log.submit(...items);
  log.open();
  await first;
  const answers = await rest;
  return { groups: log.groups.slice(1), answers };
}

describe('GroupCommit', () => {
  it('takes together what waits, and what arrives at once', async () => {
    const log = logOf();
    log.open();
    expect(await log.submit('a', 'b')).toEqual(['a.', 'b.']);
    expect(log.groups).toEqual([['a', 'b']]);
    const { groups, answers } = await afterFirst(logOf(), 'a', 'b', 'c');
    expect([groups, answers]).toEqual([[['a', 'b', 'c']], ['a.', 'b.', 'c.']]);
  });

  it.each([
    ['as many as a group may have', { maxItems: 2 }, ['a', 'b', 'c'], [['a', 'b'], ['c']]],
    ['one of a key', {}, ['a', 'a', 'b', 'a'], [['a', 'b'], ['a'], ['a']]],
    [
      'no more weight than allowed',
      { maxWeight: 5 },
      [{ key: 'a', weight: 3 }, { key: 'b', weight: 2 }, 'c'],
      [['a', 'b'], ['c']],
    ],
    ['one that is too heavy, by itself', { maxWeight: 5 }, [{ key: 'a', weight: 6 }, 'b'], [['a'], ['b']]],
    [
      'one that must be alone, by itself',
      {},
      ['a', { key: 'b', alone: true }, 'c', { key: 'd', alone: true }, 'e'],
      [['a', 'c', 'e'], ['b'], ['d']],
    ],
    [
      'nothing of a key past an older one',
      {},
      ['a', { key: 'b', alone: true }, 'b', 'c'],
      [['a', 'c'], ['b'], ['b']],
    ],
  ] as [string, object, (string | Item)[], string[][]][])(
    'takes %s',
    async (_what, options, items, expected) => {
      expect((await afterFirst(logOf(options), ...items)).groups).toEqual(expected);
    },
  );

  it('looks at few of very many of one key', async () => {
    const { groups } = await afterFirst(logOf({ maxItems: 1 }), 'a', 'a', 'a', 'a', 'b');
    expect(groups).toEqual([['a'], ['a'], ['a'], ['a'], ['b']]);
  });

  it('tells each its own failure', async () => {
    const { groups, answers } = await afterFirst(logOf(), 'a', 'no-b', 'c');
    expect([groups.length, answers]).toEqual([1, ['a.', 'no-b!', 'c.']]);
  });

  it('finds the one that fails a group', async () => {
    const { groups, answers } = await afterFirst(logOf(), 'a', 'b', 'bad', 'c', 'no-d');
    expect(answers).toEqual(['a.', 'b.', 'the group failed', 'c.', 'no-d!']);
    expect(groups).toEqual([
      ['a', 'b', 'bad', 'c', 'no-d'],
      ['a', 'b', 'bad'],
      ['a', 'b'],
      ['bad'],
      ['c', 'no-d'],
    ]);
  });

  it('fails all at once when none of them can have done it', async () => {
    const { groups, answers } = await afterFirst(logOf({ mayBeOfOne: () => false }), 'a', 'bad', 'c');
    expect(groups).toHaveLength(1);
    expect(answers).toEqual(Array.from({ length: 3 }, () => 'the group failed'));
  });

  it('goes on after it was idle', async () => {
    const log = logOf();
    log.open();
    for (const key of ['a', 'bad', 'c']) await log.submit(key);
    expect(log.groups).toEqual([['a'], ['bad'], ['c']]);
  });
});

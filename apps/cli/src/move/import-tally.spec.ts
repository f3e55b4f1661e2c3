import { ImportTally } from './import-tally.js';

const version = (number: number): { kind: string; name: string } => ({
  kind: 'version',
  name: `a version ${number}`,
});

describe('ImportTally', () => {
  it('counts versions by what came of them, and tells what was not taken', () => {
    const tally = new ImportTally();
    tally.add(version(1), { outcome: 'created' });
    tally.add(version(2), { outcome: 'present' });
    tally.add({ kind: 'subject', name: 'subject of a' }, { outcome: 'created' });
    expect(tally.failed).toBe(false);
    tally.add(version(3), { outcome: 'clash', problem: 'taken\u001b[31m' });
    tally.add({ kind: 'config', name: 'config of all' }, { outcome: 'refused', problem: 'unknown' });
    tally.add(version(4), { outcome: 'changed', note: 'it is deleted now' });
    tally.leaveOut('line 9', 'too long');
    expect(tally.failed).toBe(true);
    const text = tally.text(false);
    expect(text).not.toContain('\u001b');
    expect(text.split('\n').slice(1)).toEqual([
      'refused  config of all: unknown',
      'note  a version 4: it is deleted now',
      'refused  line 9: too long',
      '1 version created, 1 changed, 1 there already, 1 in the way of what is here, 2 refused',
      '',
    ]);
    expect(tally.text(true)).toContain('1 version would be created, 1 would be changed');
  });

  it.each([
    [20, 0],
    [21, 1],
  ])('tells %i notes, and of %i more that they are', (count, more) => {
    const tally = new ImportTally();
    for (let at = 1; at <= count; at += 1) tally.add(version(at), { outcome: 'created', note: 'twin' });
    const lines = tally.text(false).split('\n');
    expect(lines.filter((line) => line.startsWith('note  a version'))).toHaveLength(20);
    expect(lines.includes(`note  and ${more} more of that kind`)).toBe(more > 0);
  });
});

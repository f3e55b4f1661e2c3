import { javaHashOrder } from './java-hash-order.js';

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `M${index}`);

// What Java printed for the same names.
describe('javaHashOrder', () => {
  it.each([
    ['no names', [], [], ''],
    [
      'names of both, each once',
      ['Alarm', 'Battery', 'Cell'],
      ['Device', 'Cell', 'Event'],
      'Device Alarm Battery Event Cell',
    ],
    [
      'names that are not ASCII',
      ['Zählerstand', 'Größe', '名前', 'a', 'B'],
      [],
      'Größe a B 名前 Zählerstand',
    ],
    ['as many as the smallest table takes', numbered(12), [], 'M0 M1 M2 M3 M4 M5 M6 M7 M8 M9 M11 M10'],
    ['one more', numbered(13), ['N1', 'N2'], 'M0 N1 M1 N2 M2 M3 M4 M5 M6 M7 M8 M9 M11 M10 M12'],
    [
      'names of one hash, nine in a chain',
      ['AaAaAa', 'AaAaBB', 'AaBBAa', 'AaBBBB', 'BBAaAa', 'BBAaBB', 'BBBBAa', 'BBBBBB', 'x'],
      ['AaAaC#', 'y'],
      'AaAaAa AaAaBB AaBBAa AaBBBB BBAaAa BBAaBB BBBBAa BBBBBB AaAaC# x y',
    ],
  ])('%s', (_, first, second, expected) => {
    expect(javaHashOrder(first, second).join(' ')).toBe(expected);
  });

  it('numbers', () => {
    const first = [0, 1, 2, 17, 33, -1, -40, 70_000, 2_147_483_647, -2_147_483_648];
    const expected = [0, -1, 2_147_483_647, -2_147_483_648, 16, 1, 17, 33, 70_000, 2, 5, -40];
    expect(javaHashOrder(first, [16, 5])).toEqual(expected);
  });

  it('keeps every name, however many', () => {
    const names = numbered(5_000);
    expect([...javaHashOrder(names, names)].sort()).toEqual([...names].sort());
  });

  it('takes names of objects for names', () => {
    expect([...javaHashOrder(['__proto__', 'constructor'], ['toString'])].sort()).toEqual([
      '__proto__',
      'constructor',
      'toString',
    ]);
  });
});

import { nodeOf } from '../../test/places.js';
import { DEFAULT_FORMAT_LIMITS, SchemaFault } from '../format-limits.js';
import { fitsDefault } from './avro-default.js';
import { parseAvro } from './parse-avro.js';

const rootOf = (text: unknown) => parseAvro(JSON.stringify(text), [], DEFAULT_FORMAT_LIMITS).root;
const fits = (type: unknown, value: string): boolean => fitsDefault(rootOf(type), nodeOf(value));
const record = (name: string, ...fields: object[]): object => ({ type: 'record', name, fields });
const PAIR = record('P', { name: 'a', type: 'int' }, { name: 'b', type: 'string', default: '' });

describe('a default', () => {
  it.each<[unknown, readonly string[], readonly string[]]>([
    ['null', ['null'], ['0', '"null"', 'false']],
    ['boolean', ['true', 'false'], ['null', '1', '"true"']],
    ['int', ['0', '-2147483648', '2147483647'], ['2147483648', '-2147483649', '1.0', '1e2', '"1"', 'null']],
    [
      'long',
      ['9223372036854775807', '-9223372036854775808'],
      ['9223372036854775808', '-9223372036854775809', `1${'0'.repeat(100_000)}`, '1.5'],
    ],
    ['float', ['1', '1.5', '1e400'], ['"1"', 'null', '[]']],
    ['double', ['1', '-0.0'], ['"NaN"']],
    ['string', ['""', '"a"'], ['1', 'null']],
    ['bytes', ['"\\u00ff"', '"😀"'], ['[]']],
    [{ type: 'fixed', name: 'F', size: 2 }, ['"a"', '"ab"'], ['1']],
    [{ type: 'enum', name: 'E', symbols: ['A'] }, ['"A"', '"B"'], ['0', 'null']],
    [{ type: 'array', items: 'int' }, ['[]', '[1,2]'], ['[1,"a"]', '{}', 'null']],
    [{ type: 'map', values: 'int' }, ['{}', '{"a":1}', '{"__proto__":1}'], ['{"a":"b"}', '[]']],
    [
      ['null', 'int'],
      ['null', '1'],
      ['"a"', '1.5'],
    ],
    [PAIR, ['{"a":1}', '{"b":"x","a":1}', '{"a":1,"c":2}'], ['{}', '{"a":"x"}', '{"a":1,"b":2}', '[]']],
    [{ type: 'array', items: [PAIR, 'null'] }, ['[{"a":1},null]'], ['[{"b":"x"}]']],
  ])('of %j', (type, good, bad) => {
    expect(good.filter((value) => !fits(type, value))).toEqual([]);
    expect(bad.filter((value) => fits(type, value))).toEqual([]);
  });
});

describe('what would take for ever', () => {
  it('a value that several branches look into', () => {
    const a = { name: 'a', type: ['int', 'R', record('S', { name: 'a', type: ['int', 'R', 'S'] })] };
    const deep = (leaf: string): string => '{"a":'.repeat(150) + leaf + '}'.repeat(150);
    expect(fits([record('R', a), 'null'], deep('1'))).toBe(true);
    expect(fits([record('R', a), 'null'], deep('"x"'))).toBe(false);
  });

  it('records that are their fields’ defaults', () => {
    const level = (depth: number): object =>
      depth === 0
        ? record('R0', { name: 'a', type: 'int', default: 1 })
        : record(
            `R${depth}`,
            { name: 'a', type: level(depth - 1), default: {} },
            { name: 'b', type: `R${depth - 1}`, default: {} },
          );
    expect(fits(level(60), '{}')).toBe(true);
  });

  it('nothing that is refused gets through by a default left out', () => {
    const inner = record('I', { name: 'x', type: 'int' });
    const text = record('O', { name: 'i', type: inner, default: {} });
    expect(() => rootOf(text)).toThrow(SchemaFault);
  });
});

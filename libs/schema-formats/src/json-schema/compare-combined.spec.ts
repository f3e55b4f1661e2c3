import { faultsOf } from '../../test/places.js';

const int = { type: 'integer' };
const text = { type: 'string' };
const nil = { type: 'null' };
const tagged = (kind: string, properties: object = {}): object => ({
  type: 'object',
  properties: { kind: { const: kind }, ...properties },
  required: ['kind'],
});
type Case = [what: string, reader: unknown, writer: unknown, expected: string];
const check = (_: string, reader: unknown, writer: unknown, expected: string): void =>
  expect(faultsOf(reader, writer)).toBe(expected);

describe('alternatives', () => {
  it.each<Case>([
    ['one more', { anyOf: [int, text] }, { anyOf: [int] }, ''],
    ['one less', { anyOf: [int] }, { anyOf: [int, text] }, 'SUM_TYPE_NARROWED /anyOf'],
    ['one other', { anyOf: [int, nil] }, { anyOf: [int, text] }, 'COMBINED_TYPE_SUBSCHEMAS_CHANGED /anyOf'],
    ['another order', { anyOf: [text, int] }, { anyOf: [int, text] }, ''],
    ['for a type of them', { anyOf: [int, text] }, text, ''],
    ['for a type that is none of them', { anyOf: [int, text] }, nil, 'COMBINED_TYPE_CHANGED /anyOf'],
    ['of a type', { type: ['string', 'integer'] }, { anyOf: [int, text] }, ''],
    ['of another type', text, { anyOf: [int, text] }, 'TYPE_NARROWED /'],
    [
      'bounds beside them',
      { maxLength: 3 },
      {
        anyOf: [
          { ...text, maxLength: 3 },
          { ...text, maxLength: 2 },
        ],
      },
      '',
    ],
    [
      'bounds that one of them lacks',
      { maxLength: 3 },
      { anyOf: [{ ...text, maxLength: 3 }, text] },
      'MAX_LENGTH_ADDED /maxLength',
    ],
    ['of which exactly one fits', { oneOf: [int, text] }, { anyOf: [int, text] }, ''],
    ['of which any fits now', { anyOf: [int, text] }, { oneOf: [int, text] }, ''],
    [
      'told apart by a tag',
      { oneOf: [tagged('a', { x: int }), tagged('b'), tagged('c')] },
      { oneOf: [tagged('b'), tagged('a', { x: int })] },
      '',
    ],
    [
      'told apart by a tag, one changed',
      { oneOf: [tagged('a', { x: int }), tagged('b')] },
      { oneOf: [tagged('a', { x: text }), tagged('b')] },
      'COMBINED_TYPE_SUBSCHEMAS_CHANGED /oneOf',
    ],
    [
      'told apart by a tag, one gone',
      { oneOf: [tagged('a')] },
      { oneOf: [tagged('a'), tagged('b')] },
      'SUM_TYPE_NARROWED /oneOf',
    ],
    [
      'that may both fit, in another order',
      { oneOf: [{ minimum: 1 }, { maximum: 5 }] },
      { oneOf: [{ maximum: 5 }, { minimum: 1 }] },
      '',
    ],
    [
      'that may both fit, one more',
      { oneOf: [{ minimum: 1 }, { maximum: 5 }, text] },
      { oneOf: [{ minimum: 1 }, { maximum: 5 }] },
      'unsupported oneOf',
    ],
    [
      'that may both fit, one less',
      { oneOf: [{ minimum: 1 }, { maximum: 5 }] },
      { oneOf: [{ minimum: 1 }, { maximum: 5 }, text] },
      'unsupported oneOf',
    ],
    [
      'that may both fit, wider',
      { oneOf: [{ minimum: 1 }, { maximum: 5 }] },
      { oneOf: [{ minimum: 2 }, { maximum: 5 }] },
      'unsupported oneOf',
    ],
    [
      'that may both fit, narrower',
      { oneOf: [{ minimum: 3 }, { maximum: 5 }] },
      { oneOf: [{ minimum: 2 }, { maximum: 5 }] },
      'unsupported oneOf',
    ],
    [
      'that may both fit, of any',
      { oneOf: [{ minimum: 1 }, { maximum: 5 }] },
      { anyOf: [{ minimum: 1 }, { maximum: 5 }] },
      'unsupported oneOf',
    ],
    ['both kinds', { oneOf: [int, text], anyOf: [text, nil] }, text, ''],
    ['both kinds, one fails', { oneOf: [int, text], anyOf: [nil] }, text, 'COMBINED_TYPE_CHANGED /anyOf'],
    ['none at all', { anyOf: [] }, int, 'COMBINED_TYPE_CHANGED /anyOf'],
  ])('%s', check);

  it('are told apart two hundred at a time', () => {
    const tags = (count: number): { readonly oneOf: readonly object[] } => ({
      oneOf: Array.from({ length: count }, (_, index) => tagged(`t${index}`)),
    });
    expect(faultsOf(tags(200), tags(1))).toBe('');
    expect(faultsOf({ oneOf: [...tags(60).oneOf, int] }, { oneOf: [text, ...tags(60).oneOf] })).toBe(
      'COMBINED_TYPE_SUBSCHEMAS_CHANGED /oneOf',
    );
    expect(faultsOf(tags(201), tags(1))).toBe('unsupported oneOf');
  });
});

describe('products', () => {
  const [low, high] = [{ minimum: 1 }, { maximum: 9 }];
  it.each<Case>([
    ['stay', { allOf: [low, high] }, { allOf: [high, low] }, ''],
    ['one less', { allOf: [low] }, { allOf: [low, high] }, ''],
    ['one more', { allOf: [low, high] }, { allOf: [low] }, 'PRODUCT_TYPE_EXTENDED /allOf'],
    ['one wider', { allOf: [{ minimum: 0 }] }, { allOf: [low] }, ''],
    ['of what the schema says itself', { allOf: [low] }, low, ''],
    ['that say what the schema said', low, { allOf: [high, { minimum: 2 }] }, ''],
    ['that say less than the schema said', low, { allOf: [high] }, 'MINIMUM_ADDED /minimum'],
  ])('%s', check);
});

describe('what is refused', () => {
  it.each<Case>([
    ['stays', { not: text }, { not: text }, ''],
    ['less', { not: text }, { not: { type: ['string', 'null'] } }, ''],
    ['more', { not: { type: ['string', 'null'] } }, { not: text }, 'NOT_TYPE_EXTENDED /not'],
    ['something', { not: text }, {}, 'NOT_TYPE_EXTENDED /not'],
    ['nothing any more', {}, { not: text }, ''],
    ['nothing, in other words', { not: false }, { not: text }, ''],
    ['nothing where nothing was', { not: false }, {}, 'NOT_TYPE_EXTENDED /not'],
    [
      'what is refused of what is refused',
      { not: { not: int } },
      { not: { not: { type: 'number' } } },
      'NOT_TYPE_EXTENDED /not',
    ],
    ['less of what is refused of it', { not: { not: { type: 'number' } } }, { not: { not: int } }, ''],
  ])('%s', check);
});

describe('booleans', () => {
  it.each<Case>([
    ['anything', true, text, ''],
    ['nothing', false, text, 'TYPE_NARROWED /'],
    ['what nobody wrote', text, false, ''],
    ['what nobody wrote, by nobody', false, false, ''],
    ['a type of anything', text, true, 'TYPE_NARROWED /'],
    ['anything of anything', {}, true, ''],
  ])('%s', check);
});

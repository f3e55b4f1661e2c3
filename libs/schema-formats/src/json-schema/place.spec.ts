import { placeOf } from '../../test/places.js';
import { isObject, textMember } from '../text/json-node.js';
import { followed, idOf, membersOf, target, within } from './place.js';

/** What is called so by its title, or the whole. */
const titleAt = (document: unknown, ref: string, others: Readonly<Record<string, unknown>> = {}): unknown => {
  const found = target(placeOf(document, others).scope, ref);
  if (found === null) return null;
  return isObject(found.node) ? textMember(found.node, 'title') : found.node;
};
const T = { title: 'T' };

describe('a reference', () => {
  it.each<[string, unknown, string]>([
    ['the document', { ...T }, '#'],
    ['nothing, which is the document', { ...T }, ''],
    ['a definition', { definitions: { a: T } }, '#/definitions/a'],
    ['a definition of any name', { definitions: { 'a/b~c %': T } }, '#/definitions/a~1b~0c%20%25'],
    ['a name that is no percent code', { definitions: { '100%': T } }, '#/definitions/100%'],
    ['a name that is no UTF-8', { definitions: { '%ff': T } }, '#/definitions/%ff'],
    ['a name that is a trap', '{"definitions":{"__proto__":{"title":"T"}}}', '#/definitions/__proto__'],
    ['an empty name', { '': T }, '#/'],
    ['a part of a list', { allOf: [true, T] }, '#/allOf/1'],
    ['a part of a list in the other spelling of ~', { '~1': T }, '#/~01'],
  ])('leads to %s', (_, document, ref) => expect(titleAt(document, ref)).toBe('T'));

  it.each<[string, unknown, string]>([
    ['no such definition', { definitions: {} }, '#/definitions/a'],
    ['an anchor', { definitions: { a: { $anchor: 'a', ...T } } }, '#a'],
    ['no index', { allOf: [T] }, '#/allOf/'],
    ['an index with a zero before it', { allOf: [T, T] }, '#/allOf/01'],
    ['an index that is a power', { allOf: [T, T] }, '#/allOf/1e0'],
    ['the length of a list', { allOf: [T] }, '#/allOf/length'],
    ['past the end', { allOf: [T] }, '#/allOf/1'],
    ['a part of a text', { title: 'T' }, '#/title/0'],
    ['what every object of the language has', {}, '#/constructor'],
    ['another document', T, 'other.json'],
  ])('leads nowhere: %s', (_, document, ref) => expect(titleAt(document, ref)).toBeNull());

  it.each<[string, string, unknown, Readonly<Record<string, unknown>>]>([
    ['its name', 'other.json', {}, { 'other.json': T }],
    ['its $id', 'http://x/o', {}, { 'other.json': { $id: 'http://x/o', ...T } }],
    ['its $id with a fragment that is empty', 'http://x/o#', {}, { o: { $id: 'http://x/o#', ...T } }],
    ['its id of draft 4', 'http://x/o', {}, { o: { id: 'http://x/o', ...T } }],
    ['its own $id', 'http://x/o', { $id: 'http://x/o', ...T }, {}],
    ['a name from where this is', 'o.json', { $id: 'http://x/a/r.json' }, { 'http://x/a/o.json': T }],
    ['an $id from where this is', '../o', { $id: 'http://x/a/b/r' }, { n: { $id: 'http://x/a/o', ...T } }],
  ])('leads to another document by %s', (_, ref, document, others) => {
    expect(titleAt(document, ref, others)).toBe('T');
  });

  it('starts from the document that it is in', () => {
    const place = placeOf({ $ref: 'a#/properties/p' }, { a: { properties: { p: { $ref: '#/q' } }, q: T } });
    const found = followed(place);
    expect(found !== null && membersOf(found).get('title')).toBe('T');
    expect(found !== null && isObject(found.scope.document) && [...found.scope.document.keys()]).toEqual([
      'properties',
      'q',
    ]);
  });
});

describe('following', () => {
  const follow = (document: unknown): unknown => {
    const found = followed(placeOf(document));
    return found === null ? null : (membersOf(found).get('title') ?? 'no title');
  };
  it.each<[string, unknown, unknown]>([
    ['a schema that is none', { ...T }, 'T'],
    ['one step', { $ref: '#/a', a: T }, 'T'],
    ['several', { $ref: '#/a', a: { $ref: '#/b' }, b: { $ref: '#/c' }, c: T }, 'T'],
    ['words beside it that refuse nothing', { $ref: '#/a', title: 'x', default: 1, a: T }, 'T'],
    ['words beside it that count', { $ref: '#/a', minimum: 1, a: T }, null],
    ['words beside a later one', { $ref: '#/a', a: { $ref: '#/b', not: {} }, b: T }, null],
    ['a recursive one beside it', { $ref: '#/a', $recursiveRef: '#', a: T }, null],
    ['itself', { $ref: '#' }, null],
    ['a circle', { $ref: '#/a', a: { $ref: '#/b' }, b: { $ref: '#/a' } }, null],
    ['nothing', { $ref: '#/a' }, null],
    ['a reference that is no text', { $ref: 1, ...T }, 'T'],
  ])('%s', (_, document, expected) => {
    expect(follow(document)).toBe(expected);
  });

  it('as far as a hundred steps', () => {
    const chain = (length: number): unknown => ({
      $ref: '#/d/0',
      d: Array.from({ length }, (_, index) => (index === length - 1 ? T : { $ref: `#/d/${index + 1}` })),
    });
    expect(follow(chain(99))).toBe('T');
    expect(follow(chain(101))).toBeNull();
  });

  it('asks once for each part', () => {
    const place = placeOf({ $ref: '#/a', a: T });
    expect(followed(place)).toBe(followed(place));
  });

  it('booleans are what they are, and have no members', () => {
    const place = placeOf('true');
    expect(followed(place)).toBe(place);
    expect(membersOf(place).size).toBe(0);
    expect(within(place, false)).toEqual({ node: false, scope: place.scope });
  });
});

describe('the id of a document', () => {
  it.each<[unknown, string | null]>([
    [{ $id: 'http://x/a' }, 'http://x/a'],
    [{ $id: 'http://x/a#' }, 'http://x/a'],
    [{ id: 'b' }, 'b'],
    [{ $id: 'a', id: 'b' }, 'a'],
    [{ $id: 1, id: 'b' }, 'b'],
    [{}, null],
    [true, null],
  ])('%j', (document, expected) => expect(idOf(placeOf(document).node)).toBe(expected));
});

import { fromCoreMetadata, toCoreMetadata } from './keep-metadata.js';
import { readObject, readRegistration } from './request-body.js';

const read = (body: unknown) => readRegistration(Buffer.from(JSON.stringify(body)));

describe('readRegistration', () => {
  it('takes null for absent, and leaves out what it does not know', () => {
    expect(read({ schema: 's', references: null, metadata: null, id: null, unheardOf: true })).toEqual({
      schema: 's',
      ruleSet: undefined,
    });
  });

  it.each<[unknown, string]>([
    [null, 'The body'],
    [[], 'The body'],
    [{ schema: 5 }, "'schema'"],
    [{ schema: 's', references: [{ name: 'a' }] }, "'references.0.subject'"],
    [{ schema: 's', references: [{ name: 'a', subject: 'b', version: 1.5 }] }, "'references.0.version'"],
    [{ schema: 's', id: 2 ** 31 }, "'id'"],
    [{ schema: 's', metadata: { properties: { a: 1 } } }, "'metadata.properties.a'"],
    [{ schema: 's', ruleSet: { domainRules: [{ name: 'r', kind: 'NONE' }] } }, 'Invalid rule set'],
  ])('refuses %j', (body, problem) => {
    expect(() => read(body)).toThrow(problem);
  });

  it('does not take __proto__ for a name', () => {
    const object = readObject(Buffer.from('{"__proto__": {"mode": "IMPORT"}, "a": 1}'));
    expect(object).toEqual({ a: 1 });
    expect(object['mode']).toBeUndefined();
  });
});

describe('metadata', () => {
  it('come back as they went', () => {
    const metadata = {
      properties: { owner: 'news', toString: 'x' },
      tags: { '**.id': ['PII'] },
      sensitive: ['owner'],
    };
    const ruleSet = read({ schema: 's', ruleSet: { domainRules: [{ name: 'r', type: 'CEL' }] } }).ruleSet;
    const stored = toCoreMetadata({ metadata, ruleSet });
    expect(stored).toMatchObject({ owner: 'news' });
    expect(fromCoreMetadata(stored)).toEqual({ metadata, ruleSet });
  });

  it('are none when there are none', () => {
    expect(toCoreMetadata({ metadata: undefined, ruleSet: undefined })).toEqual({});
    expect(
      toCoreMetadata({ metadata: { tags: {}, properties: {}, sensitive: [] }, ruleSet: {} as never }),
    ).toEqual({});
    expect(fromCoreMetadata({})).toEqual({});
  });

  it('lets no property pass for what is kept beside them', () => {
    const metadata = { properties: { 'confluent:ruleSet': '{' }, tags: undefined, sensitive: undefined };
    expect(toCoreMetadata({ metadata, ruleSet: undefined })).toEqual({});
  });
});

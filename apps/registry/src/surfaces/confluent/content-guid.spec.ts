import { createHash } from 'node:crypto';
import { contentGuid } from './content-guid.js';
import { toCoreMetadata } from './keep-metadata.js';
import { readRegistration } from './request-body.js';

const TEXT = 'syntax = "proto3";\nmessage Ä {\n}\n';
const guid = (more: object = {}, references: Parameters<typeof contentGuid>[1] = []): string => {
  const metadata = toCoreMetadata(readRegistration({ schema: TEXT, ...more }));
  return contentGuid({ files: [{ path: 'a.proto', content: TEXT }], metadata }, references);
};
const rule = (more: object = {}): object => ({
  ruleSet: { domainRules: [{ name: 'r', type: 'CEL', ...more }] },
});

test('a text alone is its MD5, as a UUID', () => {
  const hex = createHash('md5').update(TEXT, 'utf8').digest('hex');
  expect(guid().replaceAll('-', '')).toBe(hex);
  expect(guid()).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test('whatever belongs to a content makes another', () => {
  const reference = { name: 'm.proto', subject: 'm', version: 1 };
  const guids = [
    guid(),
    guid({}, [reference]),
    guid({}, [{ ...reference, version: 2 }]),
    guid({}, [{ ...reference, subject: ':.lab:m' }]),
    guid({ metadata: { properties: { a: 'b' } } }),
    guid({ metadata: { tags: { a: ['b', 'c'] } } }),
    guid({ metadata: { sensitive: ['z'] } }),
    guid(rule()),
    guid(rule({ disabled: true })),
    guid(rule({ expr: 'true' })),
    guid(rule({ params: { a: 'b' } })),
    guid(rule({ tags: ['PII'] })),
  ];
  expect(new Set(guids).size).toBe(guids.length);
});

test('order that means nothing makes no other', () => {
  expect(guid({ metadata: { properties: { a: '1', b: '2' } } })).toBe(
    guid({ metadata: { properties: { b: '2', a: '1' } } }),
  );
  expect(guid({ metadata: { tags: { p: ['x', 'y'] } } })).toBe(
    guid({ metadata: { tags: { p: ['y', 'x'] } } }),
  );
  expect(guid({}, [{ name: 'm', subject: ':.:m', version: 1 }])).toBe(
    guid({}, [{ name: 'm', subject: 'm', version: 1 }]),
  );
});

import { parseSubjectVersion } from './subject-version.js';

test.each([
  ['a', 'a', 'latest'],
  ['a@3', 'a', '3'],
  ['a@staging', 'a', 'staging'],
  ['a@b@3', 'a@b', '3'],
  ['@3', '@3', 'latest'],
  ['a@', 'a@', 'latest'],
  [':.ctx:a/b@1', ':.ctx:a/b', '1'],
])('%s is %s in version %s', (text, subject, version) => {
  expect(parseSubjectVersion(text)).toEqual({ subject, version });
});

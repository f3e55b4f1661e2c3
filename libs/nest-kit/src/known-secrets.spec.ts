import { KnownSecrets } from './known-secrets.js';

it('knows what it was given, whole', () => {
  const secrets = new KnownSecrets(['one', 'zwölf']);
  expect(['one', 'zwölf', 'on', 'one ', 'ONE', '', '__proto__'].map((text) => secrets.has(text))).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(secrets.isEmpty).toBe(false);
});

it('knows nothing when there are none', () => {
  expect(new KnownSecrets([])).toMatchObject({ isEmpty: true });
  expect(new KnownSecrets([]).has('')).toBe(false);
});

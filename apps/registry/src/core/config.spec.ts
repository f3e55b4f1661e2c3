import { readRegistryConfig } from './config.js';

const PROTOKOLL = {
  identity: 'canonical',
  text: 'sent',
  guid: 'fingerprint',
  versions: 'kept',
  rules: 'protokoll',
};
const CONFLUENT = {
  identity: 'text',
  text: 'reprinted',
  guid: 'md5',
  versions: 'reused',
  rules: 'confluent',
};

test.each<[Record<string, string>, object]>([
  [{}, PROTOKOLL],
  [{ CONFLUENT_PROFILE: 'protokoll' }, PROTOKOLL],
  [{ CONFLUENT_PROFILE: 'confluent' }, CONFLUENT],
  [{ CONFLUENT_IDENTITY: 'text' }, { ...PROTOKOLL, identity: 'text' }],
  [{ CONFLUENT_TEXT: 'reprinted' }, { ...PROTOKOLL, text: 'reprinted' }],
  [{ CONFLUENT_GUID: 'md5' }, { ...PROTOKOLL, guid: 'md5' }],
  [{ CONFLUENT_VERSIONS: 'reused' }, { ...PROTOKOLL, versions: 'reused' }],
  [{ CONFLUENT_RULES: 'confluent' }, { ...PROTOKOLL, rules: 'confluent' }],
  [
    { CONFLUENT_PROFILE: 'confluent', CONFLUENT_IDENTITY: 'canonical' },
    { ...CONFLUENT, identity: 'canonical' },
  ],
  [
    { CONFLUENT_PROFILE: 'confluent', CONFLUENT_VERSIONS: 'kept' },
    { ...CONFLUENT, versions: 'kept' },
  ],
])('%j behaves so', (env, expected) => {
  expect(readRegistryConfig(env).confluent).toEqual(expected);
});

test.each([{ CONFLUENT_PROFILE: 'Confluent' }, { CONFLUENT_GUID: 'sha' }, { CONFLUENT_TEXT: 'normalized' }])(
  '%j is refused',
  (env) => {
    expect(() => readRegistryConfig(env)).toThrow(Object.keys(env)[0]);
  },
);

import { AdminAccess } from './admin-access.js';

const [OLD, NEW] = ['0123456789abcdef', 'fedcba9876543210=='];

it('takes a bearer token that it knows, and nothing else', () => {
  const access = new AdminAccess(` ${OLD},\n${NEW} `, false);
  for (const header of [`Bearer ${OLD}`, `bearer  ${NEW} `])
    expect(() => access.assert(header)).not.toThrow();
  for (const header of [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Basic ${OLD}`,
    OLD,
    `Bearer ${OLD.slice(1)}`,
    `Bearer ${OLD}${NEW}`,
    `Bearer ${OLD} ${NEW}`,
    `Bearer ${OLD.toUpperCase()}`,
    'Bearer __proto__',
  ])
    expect(() => access.assert(header)).toThrow(expect.objectContaining({ code: 'ADMIN_UNAUTHENTICATED' }));
});

it('refuses everybody where nothing was configured, whatever they show', () => {
  for (const header of [undefined, 'Bearer ', `Bearer ${OLD}`])
    expect(() => new AdminAccess('', false).assert(header)).toThrow(
      expect.objectContaining({ code: 'ADMIN_OFF' }),
    );
});

it('lets everybody in only where that was said', () => {
  expect(() => new AdminAccess(' ', true).assert(undefined)).not.toThrow();
});

it.each([
  ['a short one', '0123456789abcde', false],
  ['one of odd characters', '0123456789abcdef;"', false],
  ['tokens that are not asked for', OLD, true],
])('refuses %s without repeating it', (_name, setting, open) => {
  const make = (): AdminAccess => new AdminAccess(setting, open);
  expect(make).toThrow(expect.objectContaining({ code: 'BAD_CONFIG' }));
  expect(make).not.toThrow('0123456789');
});

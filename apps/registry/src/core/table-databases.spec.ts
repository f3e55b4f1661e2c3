import { TableDatabases } from './table-databases.js';

it('names what is configured, and never a URL', async () => {
  const databases = new TableDatabases(' one=postgres://u:s3cr3t@h/d?x=y\ntwo=sqlite:nowhere-s3cr3t.db ');
  const unknown = databases.use('three', true, async () => 1);
  await expect(unknown).rejects.toMatchObject({ code: 'DATABASE_NOT_FOUND' });
  await expect(unknown).rejects.toThrow('one, two');
  const missing = databases.use('two', true, async () => 1);
  await expect(missing).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  await expect(missing).rejects.not.toThrow('s3cr3t');
});

it('is off when nothing is configured', async () => {
  await expect(new TableDatabases('').use('x', true, async () => 1)).rejects.toThrow('Known: none');
});

it.each(['s3cr3t', '=postgres://s3cr3t', 'a/b=x', 'a=oracle://s3cr3t', 'a=x a=s3cr3t'])(
  'refuses %s without repeating it',
  (setting) => {
    expect(() => new TableDatabases(setting)).toThrow(expect.objectContaining({ code: 'BAD_CONFIG' }));
    expect(() => new TableDatabases(setting)).not.toThrow('s3cr3t');
  },
);

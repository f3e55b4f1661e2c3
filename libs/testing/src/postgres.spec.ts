import { existsSync } from 'node:fs';
import { Client } from 'pg';
import { findPostgres, startPostgres } from './index.js';

const found = findPostgres();
if (found === null) console.warn('SKIPPED libs/testing postgres: no initdb on this machine');

(found === null ? describe.skip : describe)('startPostgres', () => {
  it('gives an empty server, and leaves nothing behind', async () => {
    const server = (await startPostgres())!;
    const client = new Client({ connectionString: server.url });
    await client.connect();
    const { rows } = await client.query<{ user: string }>('SELECT current_user AS user');
    expect(rows).toEqual([{ user: 'postgres' }]);
    await client.end();
    await Promise.all([server.stop(), server.stop()]);
    expect(existsSync(server.socketDir)).toBe(false);
  });

  it('ends sessions that were left open', async () => {
    const server = (await startPostgres())!;
    const client = new Client({ host: server.socketDir, user: 'postgres', database: 'postgres' });
    const lost = new Promise((resolve) => client.on('error', resolve));
    await client.connect();
    await server.stop();
    await expect(lost).resolves.toBeInstanceOf(Error);
  });
});

describe('findPostgres', () => {
  it('prefers the folder that is given, if it has the programs', () => {
    process.env['POSTGRES_BIN'] = '/nowhere';
    try {
      expect(findPostgres()).toBe(found);
    } finally {
      delete process.env['POSTGRES_BIN'];
    }
  });
});

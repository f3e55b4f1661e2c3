import { loadLibrary } from './load-library.js';

describe('loadLibrary', () => {
  it('gives the package', async () => {
    expect(await loadLibrary('PostgreSQL', 'pg')).toHaveProperty('default');
  });

  it('names what to install', async () => {
    await expect(loadLibrary('DuckDB', '@duckdb/none-such')).rejects.toMatchObject({
      code: 'DRIVER_MISSING',
      message: expect.stringContaining('npm install @duckdb/none-such'),
    });
  });
});

import { loadDriver } from './load-driver.js';

it('loads a package that is there', async () => {
  expect(await loadDriver('PostgreSQL', 'pg')).toHaveProperty('Client');
});

it('names the one that is not', async () => {
  const loading = loadDriver('DuckDB', '@duckdb/none-of-that-name');
  await expect(loading).rejects.toMatchObject({ code: 'DRIVER_MISSING' });
  await expect(loading).rejects.toThrow('@duckdb/none-of-that-name');
});

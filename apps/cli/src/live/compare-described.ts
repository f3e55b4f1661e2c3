import { RegistryError } from '#libs/errors';
import type { RegistryClient } from '#libs/registry-client';
import { subjectPath } from '../registry-access.js';
import type { DriftWish, TableDrift } from './compare-live.js';

/**
 * Compares tables that a file describes, `{tables, recorded}` as the native API takes it, with a subject's ledgers. The registry
 * compares, since it knows every dialect. **Throws** BAD_REQUEST for a file that is no JSON, and what the registry refuses.
 */
export async function compareDescribed(
  client: RegistryClient,
  wish: DriftWish & { readonly dialect: string },
  text: string,
): Promise<readonly TableDrift[]> {
  const { subject, message, at, dialect } = wish;
  const query = new URLSearchParams({ dialect, ...(message === null ? {} : { message }) });
  const path = `${subjectPath(subject)}/versions/${encodeURIComponent(at ?? 'latest')}/drift?${query}`;
  const answer = await client.request<{ readonly tables: readonly Omit<TableDrift, 'newestVersion'>[] }>(
    'POST',
    path,
    jsonOf(text),
  );
  return answer.tables.map((table) => ({ ...table, newestVersion: table.version }));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RegistryError('BAD_REQUEST', { problem: 'The description of the tables is not JSON.' });
  }
}

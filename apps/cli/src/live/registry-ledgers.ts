import { RegistryError } from '#libs/errors';
import type { RegistryClient } from '#libs/registry-client';
import type { Ledger } from '#libs/table-model';
import { subjectPath } from '../registry-access.js';

/** Ledgers of a version's tables: a number, a label or `latest`; of one message, or with null of all. **Throws** what the registry refuses. */
export async function ledgersAt(
  client: RegistryClient,
  subject: string,
  version: string,
  message: string | null = null,
): Promise<readonly Ledger[]> {
  const query = message === null ? '' : `?${new URLSearchParams({ message })}`;
  const path = `${subjectPath(subject)}/versions/${encodeURIComponent(version)}/ledger${query}`;
  const { ledgers } = await client.request<{ readonly ledgers: readonly Ledger[] }>('GET', path);
  return ledgers;
}

/** Like {@link ledgersAt}; a version without tables has nothing to do. **Throws** BAD_REQUEST for one. */
export async function someLedgersAt(
  client: RegistryClient,
  subject: string,
  version: string,
  message: string | null,
): Promise<readonly [Ledger, ...Ledger[]]> {
  const [first, ...rest] = await ledgersAt(client, subject, version, message);
  if (first !== undefined) return [first, ...rest];
  const problem = `Version ${version} of '${subject}' has no tables: none of its messages is an event.`;
  throw new RegistryError('BAD_REQUEST', { problem });
}

import { RegistryError } from '#libs/errors';
import type { Ledger } from '#libs/table-model';
import type { Io } from './io.js';
import { registryUrl, subjectPath, withRegistry } from './registry-access.js';
import { parseSubjectVersion } from './subject-version.js';

/** Which tables of which subject, as options say it. */
export interface LedgerChoice {
  /** `NAME` or `NAME@VERSION`. */
  readonly subject: string;
  readonly message?: string;
  readonly registry?: string;
}

/** Ledgers of a subject's tables at a version. **Throws** BAD_REQUEST when there are none; what the registry answers. */
export async function subjectLedgers(io: Io, options: LedgerChoice): Promise<readonly Ledger[]> {
  const { subject, version } = parseSubjectVersion(options.subject);
  const query =
    options.message === undefined ? '' : `?${new URLSearchParams({ message: options.message }).toString()}`;
  const path = `${subjectPath(subject)}/versions/${encodeURIComponent(version)}/ledger${query}`;
  const { ledgers } = await withRegistry(io, registryUrl(io, options.registry), (client) =>
    client.request<{ readonly ledgers: readonly Ledger[] }>('GET', path),
  );
  if (ledgers.length > 0) return ledgers;
  throw new RegistryError('BAD_REQUEST', { problem: `No message of '${subject}' is an event.` });
}

import { RegistryError, isRegistryError } from '#libs/errors';
import { fingerprintLedger, type PlanFile } from '#libs/planner';
import type { RegistryClient } from '#libs/registry-client';
import { ledgersAt } from './registry-ledgers.js';

/** Checks that the registry's ledgers are the ones that a plan was made of. **Throws** PLAN_STALE, REGISTRY_UNREACHABLE. */
export async function assertRegistry(client: RegistryClient, file: PlanFile): Promise<void> {
  const { subject, version } = file;
  const ledgers = await ledgersAt(client, subject, String(version)).catch((error: unknown) => {
    if (!isRegistryError(error) || !['SUBJECT_NOT_FOUND', 'VERSION_NOT_FOUND'].includes(error.code))
      throw error;
    throw stale(`version ${version} of '${subject}' is not in the registry any more`);
  });
  for (const { plan, registryLedger } of file.tables) {
    const ledger = ledgers.find(({ table }) => table === plan.table);
    if (ledger === undefined || fingerprintLedger(ledger) !== registryLedger)
      throw stale(`the registry has another ledger of table '${plan.table}' at version ${version} now`);
  }
}

function stale(problem: string): RegistryError {
  return new RegistryError('PLAN_STALE', { problem });
}

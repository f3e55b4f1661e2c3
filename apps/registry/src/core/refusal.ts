import type { Verdict } from '#libs/compat';
import { RegistryError } from '#libs/errors';

/** The failure that tells a verdict. */
export function refusal(subject: string, verdict: Verdict): RegistryError {
  const refused = verdict.findings.filter((finding) => finding.refused);
  const first = refused[0];
  const more = refused.length > 1 ? ` (and ${refused.length - 1} more)` : '';
  const problem = first === undefined ? 'see the verdict.' : `${first.message}${more}`;
  return new RegistryError(
    'SCHEMA_INCOMPATIBLE',
    { subject, level: verdict.level, problem },
    { details: { verdict } },
  );
}

import type { CheckReport } from '../check-report.js';

/** What a report comes to, in one line without an end: the worst outcome, of how many modules, and how many findings there are. */
export function reportLine({ modules }: CheckReport): string {
  const verdicts = modules.flatMap(({ outcome }) => (outcome.kind === 'verdict' ? [outcome.verdict] : []));
  const findings = verdicts.flatMap((verdict) => verdict.findings);
  const refusing = findings.filter((finding) => finding.refused).length;
  const broken = modules.length - verdicts.length;
  const incompatible = verdicts.filter(({ verdict }) => verdict === 'incompatible').length;
  const all = modules.length === 1 ? '' : ` of ${modules.length} modules`;
  const outcome =
    broken > 0
      ? `${broken}${all || ' module'} ${broken === 1 ? 'does' : 'do'} not compile`
      : incompatible > 0
        ? `incompatible${all === '' ? '' : `: ${incompatible}${all}`}`
        : `compatible${all === '' ? '' : `: all ${modules.length} modules`}`;
  return `${outcome}; ${refusing} refusing, ${findings.length - refusing} warning`;
}

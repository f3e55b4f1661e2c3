import type { Finding, Verdict } from '#libs/compat';

/** Rule of a schema whose type is another; told without its name. */
const OTHER_TYPE = 'SCHEMA_TYPE_CHANGED';

/** Texts longer than this are cut. */
const MAX_SCHEMA_LENGTH = 10 * 1024;

/** The refused findings in the form in which Confluent's clients read differences, then what was compared with. */
export function verdictMessages(
  verdict: Verdict,
  before: { readonly version: number; readonly text: string } | null,
): readonly string[] {
  const refused = verdict.findings.filter((finding) => finding.refused);
  if (refused.length === 0) return [];
  return [
    ...refused.map(difference),
    ...(before === null
      ? []
      : [
          `{oldSchemaVersion: ${before.version}}`,
          `{oldSchema: '${before.text.slice(0, MAX_SCHEMA_LENGTH)}'}`,
        ]),
    `{validateFields: 'true', compatibility: '${verdict.level}'}`,
  ];
}

/** What a format says beside a difference is in the hint of its finding, as its own quotes are. */
function difference({ ruleId, message, hint, encodings }: Finding): string {
  if (ruleId === OTHER_TYPE) return message;
  const description = message.replaceAll('"', "'");
  if (hint !== '' && encodings.length === 0)
    return `{errorType:'${ruleId}', description:'${description}', additionalInfo:'${hint}'}`;
  return `{errorType:"${ruleId}", description:"${description}"}`;
}

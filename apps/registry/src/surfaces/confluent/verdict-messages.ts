import type { Verdict } from '#libs/compat';

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
    ...refused.map(
      ({ ruleId, message }) => `{errorType:"${ruleId}", description:"${message.replaceAll('"', "'")}"}`,
    ),
    ...(before === null
      ? []
      : [
          `{oldSchemaVersion: ${before.version}}`,
          `{oldSchema: '${before.text.slice(0, MAX_SCHEMA_LENGTH)}'}`,
        ]),
    `{validateFields: 'true', compatibility: '${verdict.level}'}`,
  ];
}

import type { Finding } from '#libs/compat';
import { BUF_RULES } from '#libs/compat';

/** Who is hurt by a finding, in parts such as `old data: …`; at least one. `beforeName` is what the earlier schema is called. */
export function whoBreaks(finding: Finding, beforeName: string): readonly string[] {
  const parts = [
    ...ofData(finding, beforeName),
    ...ofCode(finding, beforeName),
    ...ofTables(finding, beforeName),
  ];
  return finding.class === 'hygiene'
    ? parts.map((part) => `nobody today, but after the next change ${part}`)
    : parts;
}

function ofData({ encodings, directions }: Finding, beforeName: string): readonly string[] {
  const ofNoData = encodings.length > 0 && encodings.every((one) => one === 'source' || one === 'table');
  if (ofNoData) return [];
  return directions.map((direction) =>
    direction === 'backward'
      ? `old data: a reader with this schema, on what was written with ${beforeName}`
      : `old readers: whoever still has ${beforeName}, on what is written with this schema`,
  );
}

function ofCode({ encodings, ruleId }: Finding, beforeName: string): readonly string[] {
  if (!encodings.includes('source')) return [];
  const languages = BUF_RULES.find(({ id }) => id === ruleId)?.languages;
  const whose = languages === undefined ? 'generated code' : `generated ${languages.join(' and ')} code`;
  return [`${whose}: programs that were built with ${beforeName}, when they are built with this schema`];
}

function ofTables({ encodings }: Finding, beforeName: string): readonly string[] {
  if (!encodings.includes('table')) return [];
  return [`tables: reports on the columns that were made with ${beforeName}`];
}

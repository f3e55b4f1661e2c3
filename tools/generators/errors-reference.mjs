import { loadTs } from '../load-ts.mjs';

/** docs/reference/errors.md from the table in libs/errors. */
export async function errorsReference() {
  const { ERRORS } = await loadTs('libs/errors/src/index.ts');
  const rows = Object.entries(ERRORS).map(
    ([code, row]) =>
      `| <a id="${code.toLowerCase().replaceAll('_', '-')}"></a>\`${code}\` | ${row.http} | ${row.connect} | ${row.message} |`,
  );
  const text = `<!-- Written by npm run gen from libs/errors/src/table.ts. -->\n# Errors\n\nEvery error answer is \`application/problem+json\` (RFC 9457) with one of these codes in \`code\`.\n\n| code | HTTP | Connect | message |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  return [['docs/reference/errors.md', text]];
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const usage = 'error <CODE>              a failure, such as QUOTA_EXCEEDED';

const TABLE = 'libs/errors/src/table.ts';
const LAST_ROW = '  INTERNAL: row(';

/** A row in the table of failures, before the last one. */
export function scaffold([code = ''], root) {
  if (!/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(code))
    return { problem: `'${code}' is not a code such as QUOTA_EXCEEDED` };
  const table = readFileSync(join(root, TABLE), 'utf8');
  if (table.includes(`  ${code}: row(`)) return { problem: `${code} is in ${TABLE} already` };
  if (!table.includes(LAST_ROW)) return { problem: `${TABLE} has no row INTERNAL to put ${code} before` };
  const row = `  ${code}: row(
    400,
    'invalid_argument',
    'debug',
    "What failed, on which '{element}', which value or limit, and what to do about it.",
  ),
`;
  return {
    files: [[TABLE, table.replace(LAST_ROW, row + LAST_ROW)]],
    replaces: true,
    next: [
      `${TABLE}: set HTTP status, Connect code, level and message of ${code}; move the row to its group`,
      'npm run gen        writes docs/reference/errors.md',
      'npm test -- test/docs',
    ],
  };
}

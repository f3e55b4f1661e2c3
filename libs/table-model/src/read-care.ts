import type { options } from '#libs/gen';
import { TYPED_DIALECTS, isColumnType, type TypeOverride } from './column-type.js';
import { unusable } from './read-layout.js';
import type { TableFinding } from './table-finding.js';
import type { ColumnCare, Sensitivity } from './table-layout.js';

/** By the numbers of the enum. */
const SENSITIVITIES: readonly (Sensitivity | null)[] = [null, 'public', 'pseudonymous', 'personal'];

/** What a field's annotation says of its column beyond the shape. Adds to `findings` what can not be used. */
export function readCare(said: options.FieldOptions, path: string, findings: TableFinding[]): ColumnCare {
  const overrides = overridesOf(said.column?.types ?? [], path, findings);
  const sensitivity = SENSITIVITIES[said.sensitivity];
  if (sensitivity === undefined)
    findings.push(unusable(path, `sensitivity = ${said.sensitivity}`, 'is not known here'));
  return {
    ...(overrides.length === 0 ? {} : { overrides }),
    ...(sensitivity === undefined || sensitivity === null ? {} : { sensitivity }),
  };
}

/** By dialect, so that their order in the source does not count. */
function overridesOf(
  said: readonly options.ColumnType[],
  path: string,
  findings: TableFinding[],
): readonly TypeOverride[] {
  const kept = new Map<string, string>();
  for (const { dialect, type } of said) {
    const problem = problemOf(dialect, type, kept);
    if (problem === null) kept.set(dialect, type);
    else findings.push(problem(path));
  }
  return [...kept]
    .map(([dialect, type]) => ({ dialect, type }))
    .sort((one, other) => (one.dialect < other.dialect ? -1 : 1));
}

function problemOf(
  dialect: string,
  type: string,
  kept: ReadonlyMap<string, string>,
): ((path: string) => TableFinding) | null {
  const shown = JSON.stringify(dialect.slice(0, 40));
  if (!TYPED_DIALECTS.includes(dialect))
    return (path) =>
      unusable(path, `column.types of dialect ${shown}`, `is for none of ${TYPED_DIALECTS.join(', ')}`);
  if (kept.has(dialect))
    return (path) => unusable(path, `column.types of dialect ${shown}`, 'is there twice');
  if (isColumnType(dialect, type)) return null;
  return (path) =>
    unusable(
      path,
      `column.types of dialect ${shown}`,
      `is no type of it and nothing else: ${JSON.stringify(type.slice(0, 80))}`,
    );
}

import type { options } from '#libs/gen';
import { ENVELOPE } from './envelope.js';
import { tableFinding, type TableFinding } from './table-finding.js';
import type { TableLayout } from './table-layout.js';

// Delta clusters by at most four columns, of which the time of arrival is one.
const MOST_CLUSTER_COLUMNS = 3;
// BigQuery takes no more days; a hundred years.
const MOST_TTL_DAYS = 36_500;
const MOST_OWNER_CHARACTERS = 200;
/** `PARTITION_INGEST_DAY`, by its number: what is not known here stays what the engine does by itself. */
const INGEST_DAY = 1;

/** What a message's annotation says of its table beyond the columns; undefined for nothing. Adds to `findings` what can not be used. */
export function readLayout(
  said: options.MessageOptions,
  path: string,
  findings: TableFinding[],
): TableLayout | undefined {
  const { table } = said;
  const cluster = clusterOf(table?.cluster ?? [], path, findings);
  const ttlDays = ttlOf(table?.ttlDays ?? 0, path, findings);
  const owner = ownerOf(said.owner, path, findings);
  const partition = table?.partition ?? 0;
  if (partition > INGEST_DAY)
    findings.push(unusable(path, `table.partition = ${partition}`, 'is not known here'));
  const layout: TableLayout = {
    ...(partition === INGEST_DAY ? { partition: 'ingest-day' } : {}),
    ...(cluster.length === 0 ? {} : { cluster }),
    ...(ttlDays === null ? {} : { ttlDays }),
    ...(owner === null ? {} : { owner }),
  };
  return Object.keys(layout).length === 0 ? undefined : layout;
}

function clusterOf(said: readonly string[], path: string, findings: TableFinding[]): readonly string[] {
  if (said.length === 0) return [];
  const names = new Set(ENVELOPE.map(({ name }) => name));
  const wrong = said.find((name, index) => !names.has(name) || said.indexOf(name) < index);
  if (wrong === undefined && said.length <= MOST_CLUSTER_COLUMNS) return said;
  const what =
    wrong === undefined ? 'table.cluster' : `table.cluster = ${JSON.stringify(wrong.slice(0, 80))}`;
  const why =
    wrong === undefined
      ? `has ${said.length} columns, and at most ${MOST_CLUSTER_COLUMNS} are taken`
      : names.has(wrong)
        ? 'is there twice'
        : 'is no column of the envelope; those of fields may be dropped one day, and a key may not';
  findings.push(unusable(path, what, why));
  return [];
}

function ttlOf(days: number, path: string, findings: TableFinding[]): number | null {
  if (days === 0) return null;
  if (days > 0 && days <= MOST_TTL_DAYS) return days;
  findings.push(unusable(path, `table.ttl_days = ${days}`, `is not 1 to ${MOST_TTL_DAYS}`));
  return null;
}

function ownerOf(said: string, path: string, findings: TableFinding[]): string | null {
  const owner = said.trim();
  if (owner === '') return null;
  // It goes into comments, a line of it.
  if (owner.length <= MOST_OWNER_CHARACTERS && !/\p{Cc}/u.test(owner)) return owner;
  findings.push(
    unusable(path, 'owner', `is longer than ${MOST_OWNER_CHARACTERS} characters or has control characters`),
  );
  return null;
}

/** What is told of an annotation whose value is of no use. */
export function unusable(path: string, what: string, why: string): TableFinding {
  return tableFinding(
    'TABLE_ANNOTATION_INVALID',
    path,
    `The annotation ${what} ${why}; it is not used.`,
    'Correct it as proto/protokoll/options/v1/options.proto says, or take it away.',
  );
}

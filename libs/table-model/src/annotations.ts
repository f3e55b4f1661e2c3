import { getOption, hasOption, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { elementPath } from '#libs/descriptors';
import { options } from '#libs/gen';
import { isUsableIdentifier } from './identifier.js';
import { readCare } from './read-care.js';
import { readLayout } from './read-layout.js';
import { tableFinding, type TableFinding } from './table-finding.js';
import type { ColumnCare, TableLayout } from './table-layout.js';

/** What the author said of a field's column. */
export interface ColumnAnnotation {
  /** Null when nothing usable was said. */
  readonly name: string | null;
  readonly strategy: options.Strategy;
  readonly enumAs: options.EnumAs;
  readonly uint64As: options.Uint64As;
  readonly width: options.Width;
  readonly care: ColumnCare;
}

const NOTHING_SAID: ColumnAnnotation = {
  name: null,
  strategy: options.Strategy.UNSPECIFIED,
  enumAs: options.EnumAs.UNSPECIFIED,
  uint64As: options.Uint64As.UNSPECIFIED,
  width: options.Width.UNSPECIFIED,
  care: {},
};

/** True when the message carries `(protokoll.options.v1.message).table`, with or without a name in it. */
export function isAnnotatedEvent(desc: DescMessage): boolean {
  return readMessage(desc, [])?.table !== undefined;
}

/** What the author said of the table beyond its columns; undefined for nothing. Adds to `findings` what can not be used. */
export function tableLayoutOf(desc: DescMessage, findings: TableFinding[]): TableLayout | undefined {
  const said = readMessage(desc, []);
  return said === undefined ? undefined : readLayout(said, elementPath(desc), findings);
}

/** The annotated table name, or null. Adds to `findings` what can not be used. */
export function tableNameOf(desc: DescMessage, findings: TableFinding[]): string | null {
  const name = readMessage(desc, findings)?.table?.name ?? '';
  return name === '' ? null : usableName(name, elementPath(desc), findings);
}

/** The annotation of a field. Adds to `findings` what can not be used. */
export function columnAnnotationOf(field: DescField, findings: TableFinding[]): ColumnAnnotation {
  // The usual case first: most fields carry no options at all.
  if (field.proto.options === undefined) return NOTHING_SAID;
  const said = readAnnotation(field, findings, () =>
    hasOption(field, options.field) ? getOption(field, options.field) : undefined,
  );
  if (said === undefined) return NOTHING_SAID;
  const path = elementPath(field);
  const care = readCare(said, path, findings);
  if (said.column === undefined) return { ...NOTHING_SAID, care };
  const { strategy, enumAs, uint64As, width } = said.column;
  const name = said.column.name === '' ? null : usableName(said.column.name, path, findings);
  return { name, strategy, enumAs, uint64As, width, care };
}

function readMessage(desc: DescMessage, findings: TableFinding[]): options.MessageOptions | undefined {
  if (desc.proto.options === undefined) return undefined;
  return readAnnotation(desc, findings, () =>
    hasOption(desc, options.message) ? getOption(desc, options.message) : undefined,
  );
}

// The bytes of an option are the author's: a schema may carry 51720 with any content.
function readAnnotation<T>(
  desc: DescMessage | DescField,
  findings: TableFinding[],
  read: () => T,
): T | undefined {
  try {
    return read();
  } catch {
    findings.push(
      tableFinding(
        'TABLE_ANNOTATION_UNREADABLE',
        elementPath(desc),
        `The annotation (51720) of ${desc.toString()} is not what protokoll/options/v1/options.proto defines; the defaults are used.`,
        'Import protokoll/options/v1/options.proto, and use extension number 51720 for nothing else.',
      ),
    );
    return undefined;
  }
}

/** The name if every dialect can quote it, else null and a finding. */
export function usableName(name: string, path: string, findings: TableFinding[]): string | null {
  if (isUsableIdentifier(name)) return name;
  findings.push(
    tableFinding(
      'TABLE_NAME_INVALID',
      path,
      `The name ${JSON.stringify(name)} is blank or has control characters; the default name is used.`,
      'Use letters, digits and _.',
    ),
  );
  return null;
}

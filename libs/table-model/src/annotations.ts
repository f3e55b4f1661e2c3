import { getOption, hasOption, type DescField, type DescMessage } from '@bufbuild/protobuf';
import { elementPath } from '#libs/descriptors';
import { options } from '#libs/gen';
import { isUsableIdentifier } from './identifier.js';
import { tableFinding, type TableFinding } from './table-finding.js';

/** What the author said of a field's column. */
export interface ColumnAnnotation {
  /** Null when nothing usable was said. */
  readonly name: string | null;
  readonly strategy: options.Strategy;
}

const NOTHING_SAID: ColumnAnnotation = { name: null, strategy: options.Strategy.UNSPECIFIED };

/** True when the message carries `(protokoll.options.v1.message).table`, with or without a name in it. */
export function isAnnotatedEvent(desc: DescMessage): boolean {
  return readTable(desc, []) !== undefined;
}

/** The annotated table name, or null. Adds to `findings` what can not be used. */
export function tableNameOf(desc: DescMessage, findings: TableFinding[]): string | null {
  const name = readTable(desc, findings)?.name ?? '';
  return name === '' ? null : usableName(name, elementPath(desc), findings);
}

/** The annotation of a field. Adds to `findings` what can not be used. */
export function columnAnnotationOf(field: DescField, findings: TableFinding[]): ColumnAnnotation {
  // The usual case first: most fields carry no options at all.
  if (field.proto.options === undefined) return NOTHING_SAID;
  const said = readAnnotation(field, findings, () =>
    hasOption(field, options.field) ? getOption(field, options.field).column : undefined,
  );
  if (said === undefined) return NOTHING_SAID;
  const name = said.name === '' ? null : usableName(said.name, elementPath(field), findings);
  return { name, strategy: said.strategy };
}

function readTable(desc: DescMessage, findings: TableFinding[]): options.Table | undefined {
  if (desc.proto.options === undefined) return undefined;
  return readAnnotation(desc, findings, () =>
    hasOption(desc, options.message) ? getOption(desc, options.message).table : undefined,
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

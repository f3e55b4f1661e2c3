import type { CompatibilityLevel } from '../level.js';
import type { ConfluentFinding } from './compare-as-confluent.js';

/** Texts longer than this are cut. */
const MAX_SCHEMA_LENGTH = 10 * 1024;

/** What a comparison with one registered version found, and what is told of that version. */
export interface ConfluentReport {
  readonly level: CompatibilityLevel;
  /** Of the direction backward; empty when the level does not ask for it. */
  readonly backward: readonly ConfluentFinding[];
  /** Of the direction forward; empty when the level does not ask for it. */
  readonly forward: readonly ConfluentFinding[];
  /** Number of the registered version; null: it is not told. */
  readonly oldVersion: number | null;
  /** Text of the registered version. */
  readonly oldSchema: string;
  /** Whether the subject checks fields against reserved names; default false. */
  readonly validateFields?: boolean;
}

/**
 * The strings of `messages` in Confluent's answer to a check with `verbose`: one for each incompatible difference, then what it was
 * compared with. Empty when the schema is compatible. At FULL and FULL_TRANSITIVE, what breaks forward comes first,
 * and the old schema is told only when something breaks backward, as Confluent does.
 */
export function confluentMessages(report: ConfluentReport): readonly string[] {
  const backward = rowsOf(report.backward);
  const forward = rowsOf(report.forward);
  if (backward.length + forward.length === 0) return [];
  const full = report.level.startsWith('FULL');
  const old = full && backward.length === 0 ? [] : oldRows(report);
  const setting = `{validateFields: '${report.validateFields ?? false}', compatibility: '${report.level}'}`;
  return [...forward, ...backward, ...old, setting];
}

function rowsOf(findings: readonly ConfluentFinding[]): readonly string[] {
  return findings
    .filter(({ rule }) => !rule.compatible)
    .map(({ rule, message }) => `{errorType:"${rule.id}", description:"${message}"}`);
}

function oldRows({ oldVersion, oldSchema }: ConfluentReport): readonly string[] {
  const version = oldVersion === null ? [] : [`{oldSchemaVersion: ${oldVersion}}`];
  if (oldSchema.length <= MAX_SCHEMA_LENGTH) return [...version, `{oldSchema: '${oldSchema}'}`];
  const cut = oldSchema.slice(0, MAX_SCHEMA_LENGTH);
  return [...version, `{oldSchema: <truncated to ${MAX_SCHEMA_LENGTH} characters> '${cut}'}`];
}

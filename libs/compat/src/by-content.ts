import type { Schema } from '#libs/descriptors';
import type { HistoryEntry } from './judge-input.js';

/** Versions that hold one content. */
export interface VersionGroup {
  readonly schema: Schema;
  readonly versions: readonly number[];
}

/** Versions of one content together, latest first, so that a finding shows the latest version that has it. */
export function byContent(compared: readonly HistoryEntry[]): readonly VersionGroup[] {
  const groups = new Map<string, { schema: Schema; versions: number[] }>();
  for (const { schema, version } of [...compared].reverse()) {
    const group = groups.get(schema.fingerprint);
    if (group) group.versions.push(version);
    else groups.set(schema.fingerprint, { schema, versions: [version] });
  }
  return [...groups.values()];
}

import { elementPath } from '#libs/descriptors';
import type { Case } from './case.js';
import type { EncodingDefinition } from './encodings/define-encoding.js';
import type { Direction } from './level.js';

/** A case with every version and direction in which it happens. */
export interface Merged {
  /** The case as first met: of the latest version. */
  readonly found: Case;
  readonly encoding: EncodingDefinition;
  readonly path: string;
  readonly message: string;
  readonly versions: ReadonlySet<number>;
  readonly directions: ReadonlySet<Direction>;
}

interface Open extends Merged {
  readonly versions: Set<number>;
  readonly directions: Set<Direction>;
}

/** Merges cases that are equal but for version and direction. */
export class CaseBook {
  readonly #cases = new Map<string, Open>();

  /** Notes a case of some versions. The first of equal cases is kept. */
  add(encoding: EncodingDefinition, found: Case, versions: readonly number[]): void {
    const element = found.after ?? found.before;
    const path = element ? elementPath(element) : '#';
    const message = `${found.subject}: ${found.complaint.effect}.`;
    const key = `${encoding.name}\n${found.rule.id}\n${found.complaint.class}\n${path}\n${message}`;
    let open = this.#cases.get(key);
    if (open === undefined) {
      open = { found, encoding, path, message, versions: new Set(), directions: new Set() };
      this.#cases.set(key, open);
    }
    for (const version of versions) open.versions.add(version);
    for (const direction of found.directions) open.directions.add(direction);
  }

  /** All cases, in the order in which they were first met. */
  cases(): readonly Merged[] {
    return [...this.#cases.values()];
  }
}

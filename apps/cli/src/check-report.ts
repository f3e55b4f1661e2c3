import type { Verdict } from '#libs/compat';
import type { registry } from '#libs/gen';
import type { Sides } from './print/findings.js';

/** What a check found, in all modules, in the order in which they were asked for. */
export interface CheckReport {
  /** Absolute path of the folder that the modules' folders start in. */
  readonly cwd: string;
  /** Absolute path of the git repository around it; outside of one it is `cwd`. */
  readonly repository: string;
  readonly modules: readonly ModuleReport[];
}

/** What it found in one. */
export interface ModuleReport {
  /** The subject, or else the folder. */
  readonly name: string;
  /** Folder that the findings' files are in, as it was given. */
  readonly folder: string;
  /** Such as `git:main` or `version 3 of s`. */
  readonly comparedWith: string;
  /** What versions of the earlier schema are called. */
  readonly beforeName: (versions: readonly number[]) => string;
  readonly sources: Sides;
  readonly outcome: Outcome;
  /** What to do now, a sentence. */
  readonly next: string;
}

/** A verdict, or what does not compile, and on which side; never both. */
export type Outcome =
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | {
      readonly kind: 'invalid';
      readonly diagnostics: readonly registry.DiagnosticJson[];
      readonly side: 'before' | 'after';
    };

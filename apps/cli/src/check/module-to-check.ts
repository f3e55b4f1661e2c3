import type { Policy } from '#libs/compat';
import type { SourceRoot } from '../sources/source-set.js';
import type { SourceState } from '../sources/read-sources.js';

/** A module and what it is compared with. */
export interface ModuleToCheck {
  /** Its subject, its name in buf, or else its folder. */
  readonly name: string;
  /** As a person gave it, or from the current folder. */
  readonly folder: string;
  readonly roots: readonly SourceRoot[];
  /** Roots of other modules, whose files it may import. */
  readonly importRoots: readonly SourceRoot[];
  readonly earlier: Earlier;
  /** Of a comparison with sources; a registry has its own. */
  readonly policy: Policy;
}

/** What a module is compared with. */
export type Earlier =
  | {
      readonly kind: 'sources';
      readonly roots: readonly SourceRoot[];
      readonly importRoots: readonly SourceRoot[];
      readonly state: SourceState;
      /** Such as `git:main`. */
      readonly name: string;
    }
  | { readonly kind: 'subject'; readonly subject: string; readonly registry: string };

/** A module that is compared with sources. */
export type LocalModule = ModuleToCheck & {
  readonly earlier: Extract<Earlier, { readonly kind: 'sources' }>;
};

/** A module that a registry judges. */
export type SubjectModule = ModuleToCheck & {
  readonly earlier: Extract<Earlier, { readonly kind: 'subject' }>;
};

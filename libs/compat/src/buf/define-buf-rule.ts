import type { View } from './image.js';
import type { EnumNode, FieldNode, FileNode, MessageNode, MethodNode, ServiceNode } from './model.js';
import type { Place } from './place.js';

/** Categories of buf's breaking rules. */
export type BufCategory = 'FILE' | 'PACKAGE' | 'CSR' | 'WIRE_JSON' | 'WIRE';

/** Categories, strictest first. */
export const BUF_CATEGORIES: readonly BufCategory[] = ['FILE', 'PACKAGE', 'CSR', 'WIRE_JSON', 'WIRE'];

/** What a rule of buf has to say. */
export interface BufComplaint {
  readonly message: string;
  /** Element path. */
  readonly path: string;
  /** Where it was; null when it is only about something new. */
  readonly before: Place | null;
  /** Where the real buf points; null when it names no file. */
  readonly after: Place | null;
  /** True when buf tells no place before, though there is one; then only the later file is looked at for what is ignored. */
  readonly isNew?: boolean;
}

interface BufRuleHead {
  /** The id that buf has given it. */
  readonly id: string;
  readonly categories: readonly BufCategory[];
  /** What it finds, one sentence. */
  readonly summary: string;
  /** How to do it instead, one sentence. */
  readonly hint: string;
  /** Whose generated code it is about; absent: everyone's. */
  readonly languages?: readonly string[];
}

type Check<T> = (before: T, after: T, views: Views) => readonly BufComplaint[];

/** Both sides of a comparison. */
export interface Views {
  readonly before: View;
  readonly after: View;
}

/** A rule of buf: on all files, or on two declarations that are paired as buf pairs them. **Source** buf 1.75, `buf config ls-breaking-rules`. */
export type BufRule = BufRuleHead &
  (
    | { readonly on: 'schema'; readonly check: (views: Views) => readonly BufComplaint[] }
    | { readonly on: 'file'; readonly check: Check<FileNode> }
    | { readonly on: 'message'; readonly check: Check<MessageNode> }
    | { readonly on: 'field'; readonly check: Check<FieldNode> }
    | { readonly on: 'enum'; readonly check: Check<EnumNode> }
    | { readonly on: 'service'; readonly check: Check<ServiceNode> }
    | { readonly on: 'method'; readonly check: Check<MethodNode> }
  );

/** States a rule of buf. */
export function defineBufRule(rule: BufRule): BufRule {
  return rule;
}

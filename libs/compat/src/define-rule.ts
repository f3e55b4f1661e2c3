import type { DescOneof } from '@bufbuild/protobuf';
import type { AnyElement } from '#libs/descriptors';
import type { SchemaChange } from './change.js';
import type { Encoding, FindingClass } from './finding.js';
import type { LifeCase } from './lives.js';
import type { FieldPair, MessagePair, Site } from './pair.js';
import type { FieldShape } from './shape/field-shape.js';

/** Which messages show the damage, so that the search for a witness tries those. */
export type Probe =
  /** The field has a value (a list: one element). */
  | { readonly kind: 'value' }
  /** The field is not set. */
  | { readonly kind: 'unset' }
  /** The list has two elements, or two entries with one key. */
  | { readonly kind: 'several' }
  /** The field is set to its zero, or to a value that stands for it, which becomes one with unset. */
  | { readonly kind: 'zero'; readonly value?: bigint }
  /** Two writer fields are set together. */
  | { readonly kind: 'together'; readonly fields: readonly FieldShape[] }
  /** A field that the writer does not know, passed on by it. */
  | { readonly kind: 'stray'; readonly field: FieldShape }
  /** The message in the old MessageSet format. */
  | { readonly kind: 'message-set' }
  /** The enum field has a number, which has another name to the reader. */
  | { readonly kind: 'number'; readonly number: number }
  /** There is nothing to show. */
  | { readonly kind: 'none' };

/** What a rule has to say of a pair of fields. */
export interface FieldComplaint {
  readonly class: FindingClass;
  /** What happens, as a clause that follows "Field 7 … changed from int32 to bool: "; no full stop. */
  readonly effect: string;
  /** How to do it instead, as a sentence; null: the rule's own hint. */
  readonly hint?: string;
  /** Default: the field has a value. */
  readonly probe?: Probe;
}

/** What a rule has to say of a pair of messages: of a field, which one side may lack, or a oneof. */
export interface MessageComplaint extends FieldComplaint {
  readonly writer: FieldShape | DescOneof | null;
  readonly reader: FieldShape | DescOneof | null;
}

/** What a rule has to say of a change from one schema to the next. */
export interface ChangeComplaint extends FieldComplaint {
  /** What the clause is about, such as "Field 7 "count" of pkg.Message". */
  readonly subject: string;
  readonly before: AnyElement | null;
  readonly after: AnyElement | null;
  /** Where the probe shows the damage; null when there is nothing to show. */
  readonly site: Site | null;
}

interface RuleHead {
  /** Kebab-case; the file's name; stable for ever. */
  readonly id: string;
  readonly encoding: Encoding;
  /** What it finds, one sentence. */
  readonly summary: string;
  /** Classes that it may give, worst first. */
  readonly classes: readonly FindingClass[];
  /** How to do it instead, one sentence. */
  readonly hint: string;
}

/** A rule on a writer's and a reader's field that meet on the wire and are not equal. Rules on types never overlap. */
export interface FieldRule extends RuleHead {
  readonly on: 'field';
  check(pair: FieldPair): FieldComplaint | null;
}

/** A rule on a writer's and a reader's message that meet on the wire and are not equal. */
export interface MessageRule extends RuleHead {
  readonly on: 'message';
  check(pair: MessagePair): readonly MessageComplaint[];
}

/** A rule on what changed from the earlier schema to the proposed one, whoever writes. */
export interface ChangeRule extends RuleHead {
  readonly on: 'change';
  check(change: SchemaChange): readonly ChangeComplaint[];
}

/** A rule on what a number meant earlier in the history. */
export interface LifeRule extends RuleHead {
  readonly on: 'life';
  check(life: LifeCase): ChangeComplaint | null;
}

/** A rule: one idea, one file. */
export type Rule = FieldRule | MessageRule | ChangeRule | LifeRule;

/** States a rule. */
export function defineRule<R extends Rule>(rule: R): R {
  return rule;
}

import type { Schema } from '#libs/descriptors';
import type { SourcePoint } from '../finding.js';
import type { BufOptions } from '../policy.js';
import type { BufComplaint, BufRule, Views } from './define-buf-rule.js';
import { ignoreBy } from './ignore.js';
import { imageOf, View } from './image.js';
import type { FileNode } from './model.js';
import { Pairs, type Pair } from './pairs.js';
import { pointAt, type Place } from './place.js';
import { selectBufRules } from './select-rules.js';

/** What one of buf's rules finds. */
export interface BufFinding {
  readonly rule: BufRule;
  /** Element path. */
  readonly path: string;
  readonly before: SourcePoint | null;
  /** Where the real buf points; null when it names no file. */
  readonly after: SourcePoint | null;
  readonly message: string;
}

/**
 * Compares two schemas as `buf breaking` does: declarations are paired by full name over all files, fields and values by number,
 * files by path. Linear in the two schemas. Places need source info; without it a finding points at the top of its file.
 * **Throws** BAD_CONFIG for an unknown rule or category.
 * **Source** buf 1.75, tried against the binary.
 */
export function compareAsBuf(before: Schema, after: Schema, options: BufOptions): readonly BufFinding[] {
  const rules = selectBufRules(options);
  const views = viewsOf(before, after, options);
  const pairs = new Pairs(views.before, views.after);
  const isIgnored = ignoreBy(options, views.after.files);
  return rules.flatMap((rule) =>
    complaintsOf(rule, views, pairs)
      .filter((complaint) => !isIgnored(rule, complaint))
      .map((complaint) => toFinding(rule, complaint)),
  );
}

/** Imports take part, so that what moved to one is not gone; findings in them are left out afterwards, as buf does. */
function viewsOf(before: Schema, after: Schema, { limitToInputFiles }: BufOptions): Views {
  const later = imageOf(after).files;
  const earlier = imageOf(before).files;
  const files = limitToInputFiles ? limitTo(later, earlier) : [...earlier.values()];
  return { before: new View(files), after: new View([...later.values()]) };
}

/** The earlier files that are among the later ones, and what those import. */
function limitTo(
  later: ReadonlyMap<string, FileNode>,
  earlier: ReadonlyMap<string, FileNode>,
): readonly FileNode[] {
  const kept = new Set([...earlier.values()].filter((file) => later.has(file.path)));
  // A set gives what is added while it is walked.
  for (const { proto } of kept) {
    for (const path of proto.dependency) {
      const imported = earlier.get(path);
      if (imported !== undefined) kept.add(imported);
    }
  }
  return [...earlier.values()].filter((file) => kept.has(file));
}

function complaintsOf(rule: BufRule, views: Views, pairs: Pairs): readonly BufComplaint[] {
  switch (rule.on) {
    case 'schema':
      return rule.check(views);
    case 'file':
      return checkEach(pairs.files, views, rule.check);
    case 'message':
      return checkEach(pairs.messages, views, rule.check);
    case 'enum':
      return checkEach(pairs.enums, views, rule.check);
    case 'service':
      return checkEach(pairs.services, views, rule.check);
    case 'method':
      return checkEach(pairs.methods, views, rule.check);
    case 'field':
      return checkEach(pairs.fields, views, rule.check);
  }
}

function checkEach<T>(
  pairs: readonly Pair<T>[],
  views: Views,
  check: (before: T, after: T, views: Views) => readonly BufComplaint[],
): readonly BufComplaint[] {
  const found: BufComplaint[] = [];
  for (const [before, after] of pairs) {
    const complaints = check(before, after, views);
    if (complaints.length > 0) found.push(...complaints);
  }
  return found;
}

function toFinding(rule: BufRule, { message, path, before, after }: BufComplaint): BufFinding {
  return { rule, path, message, before: pointOf(before), after: pointOf(after) };
}

function pointOf(place: Place | null): SourcePoint | null {
  return place && pointAt(place);
}

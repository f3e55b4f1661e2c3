import { grownFields, type Ledger } from '#libs/table-model';
import type { Dialect } from './dialect.js';
import { liveEntries, noteLimits } from './limits.js';
import { makeStatement, type Statement } from './statement.js';

/**
 * The document that takes a table from one state of its ledger to another, as one statement; null before makes the table. None
 * when nothing changes, and none in dialects of SQL.
 */
export function describeTable(dialect: Dialect, before: Ledger | null, after: Ledger): readonly Statement[] {
  const document = dialect.document?.(before, after) ?? null;
  if (document === null) return [];
  if (before === null)
    return [limited(dialect, after, makeStatement(dialect, 'createTable', document, { undo: null }))];
  const lost = lostColumns(before, after);
  const kind = lost.length > 0 ? 'dropColumn' : gainedKind(dialect, before, after);
  const undo = dialect.document?.(after, before) ?? null;
  const statement = makeStatement(dialect, kind, document, {
    undo,
    ...(kind === 'addColumn' || kind === 'growColumn' ? { undoLoses: UNDO_LOSES[kind] } : {}),
    ...(lost.length === 0
      ? {}
      : ({
          dataLoss: `Columns ${lost.map((name) => `'${name}'`).join(', ')} can not be read any more.`,
          phase: 'contract',
          oldRowsReadable: false,
          oldWritersInsert: false,
        } as const)),
  });
  return [limited(dialect, after, statement)];
}

const UNDO_LOSES = {
  addColumn: 'What was written to the new columns since can not be read.',
  growColumn: 'What was written to the new fields since can not be read.',
} as const;

function gainedKind(dialect: Dialect, before: Ledger, after: Ledger): 'addColumn' | 'growColumn' | 'comment' {
  if (liveNames(before).length < liveNames(after).length) return 'addColumn';
  const grew = liveEntries(after).some((entry) => {
    const [earlier, now] = [before.entries[entry.columnId - 1], dialect.shape(entry.type)];
    const then = earlier === undefined ? null : dialect.shape(earlier.type);
    return then !== null && now !== null && grownFields(then, now).length > 0;
  });
  return grew ? 'growColumn' : 'comment';
}

function limited(dialect: Dialect, ledger: Ledger, statement: Statement): Statement {
  return noteLimits(dialect, liveEntries(ledger), statement);
}

function liveNames(ledger: Ledger): readonly string[] {
  return liveEntries(ledger).map(({ name }) => name);
}

function lostColumns(before: Ledger, after: Ledger): readonly string[] {
  const kept = new Set(liveNames(after));
  return liveNames(before).filter((name) => !kept.has(name));
}

import { defineBufRule } from '../../buf/define-buf-rule.js';
import { changedInFile } from '../../buf/file-option.js';
import type { FileNode } from '../../buf/model.js';

/** A file changed between proto2, proto3 and editions. **Source** buf, rule FILE_SAME_SYNTAX. */
export const fileSameSyntax = defineBufRule({
  id: 'FILE_SAME_SYNTAX',
  categories: ['FILE', 'PACKAGE', 'CSR'],
  on: 'file',
  summary: 'A file changed between proto2, proto3 and editions.',
  hint: 'Keep the syntax, or set features so that only this finding is left and waive it.',
  check: (before, after) =>
    changedInFile(before, after, 'syntax', syntaxOf(before), syntaxOf(after), SYNTAX, EDITION),
});

const SYNTAX = [12];
const EDITION = [14];

function syntaxOf({ proto }: FileNode): string {
  return proto.syntax === '' ? 'proto2' : proto.syntax;
}

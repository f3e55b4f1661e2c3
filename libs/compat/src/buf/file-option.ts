import type { FileOptions } from '@bufbuild/protobuf/wkt';
import { FileOptionsSchema } from '@bufbuild/protobuf/wkt';
import type { BufComplaint } from './define-buf-rule.js';
import type { FileNode, SourcePath } from './model.js';
import { filePath } from './name-element.js';
import { inFile } from './place.js';

const FILE_OPTIONS = 8;

/** An option of a file whose values are text, booleans or enum numbers. */
export type FileOption = Exclude<keyof FileOptions & keyof typeof FileOptionsSchema.field, 'features'>;

/** Complains of another value of a file option; unset is its default. */
export function changedFileOption(
  before: FileNode,
  after: FileNode,
  option: FileOption,
  unset: string | boolean | number,
): readonly BufComplaint[] {
  const [from, to] = [before, after].map(({ proto }) => proto.options?.[option] ?? unset);
  const { number, name } = FileOptionsSchema.field[option];
  return changedInFile(before, after, `option ${name}`, from, to, [FILE_OPTIONS, number]);
}

/** Complains when something that a file has once changed. */
export function changedInFile(
  before: FileNode,
  after: FileNode,
  what: string,
  from: unknown,
  to: unknown,
  ...paths: readonly SourcePath[]
): readonly BufComplaint[] {
  if (from === to) return [];
  return [
    {
      message: `The ${what} of ${after.path} changed from "${String(from)}" to "${String(to)}".`,
      path: filePath(after),
      before: inFile(before, ...paths),
      after: inFile(after, ...paths),
    },
  ];
}

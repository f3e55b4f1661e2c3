import { displayColumns } from './display-columns.js';
import type { SourceFile } from './source-file.js';
import { fieldsOf, readVarints, writeVarint, type VarintPlace, type WireField } from './wire-fields.js';

/**
 * Changes the columns of an image's source info to how editors count them: UTF-16 units from 0. buf counts terminal cells, a tab up to
 * the next multiple of 4; other compilers count otherwise. Works in place, in the bytes that a column has already: a column that needs
 * more (a line with hundreds of combining marks) stays. Source: google/protobuf/descriptor.proto, SourceCodeInfo.
 */
export function useEditorColumns(image: Uint8Array, files: readonly SourceFile[]): void {
  const odd = new Map(
    files.flatMap(({ path, content }) => (ODD.test(content) ? [[path, content] as const] : [])),
  );
  if (odd.size === 0) return;
  for (const file of fieldsOf(image, { start: 0, end: image.length }, SET_FILE)) {
    const content = odd.get(nameOf(image, file));
    if (content === undefined) continue;
    const lines = new SourceLines(content);
    for (const info of fieldsOf(image, file, FILE_SOURCE_INFO))
      for (const location of fieldsOf(image, info, INFO_LOCATION))
        for (const span of fieldsOf(image, location, LOCATION_SPAN))
          fixSpan(image, readVarints(image, span), lines);
  }
}

// eslint-disable-next-line no-control-regex -- all of ASCII but the tab
const ODD = /[^\u0000-\u0008\u000a-\u007f]/;

// Field numbers of descriptor.proto.
const SET_FILE = 1;
const FILE_NAME = 1;
const FILE_SOURCE_INFO = 9;
const INFO_LOCATION = 1;
const LOCATION_SPAN = 2;

function nameOf(image: Uint8Array, file: WireField): string {
  for (const { start, end } of fieldsOf(image, file, FILE_NAME))
    return Buffer.from(image.buffer, image.byteOffset + start, end - start).toString('utf8');
  return '';
}

/** Packed: start line, start column, end line unless it is the start's, end column. */
function fixSpan(image: Uint8Array, span: readonly VarintPlace[], lines: SourceLines): void {
  const [startLine, startColumn, third, fourth] = span;
  if (startLine === undefined || startColumn === undefined || third === undefined) return;
  writeVarint(image, startColumn, lines.column(startLine.value, startColumn.value));
  const [endLine, endColumn] = fourth === undefined ? [startLine, third] : [third, fourth];
  writeVarint(image, endColumn, lines.column(endLine.value, endColumn.value));
}

/** A line that nobody reads: its columns stay as they are, rather than take memory for every cell. */
const MAX_MEASURED_UNITS = 10_000;

/** The lines of a text, each measured once, and only those with more than ASCII. */
class SourceLines {
  private readonly lines: readonly string[];
  private readonly measured = new Map<number, readonly number[]>();

  constructor(content: string) {
    this.lines = content.split('\n');
  }

  /** UTF-16 units before a terminal cell; both and the line count from 0. */
  column(line: number, cell: number): number {
    return this.unitsOf(line)[cell] ?? cell;
  }

  private unitsOf(line: number): readonly number[] {
    const known = this.measured.get(line);
    if (known !== undefined) return known;
    const text = this.lines[line] ?? '';
    const units = ODD.test(text) && text.length <= MAX_MEASURED_UNITS ? displayColumns(text) : [];
    this.measured.set(line, units);
    return units;
  }
}

/** A problem in a source text: a value, since the text is the user's. */
export interface Diagnostic {
  /** `COMPILE`, `IMPORT_NOT_FOUND`, `IMPORT_CYCLE` or `INVALID_TEXT`. */
  readonly ruleId: string;
  readonly message: string;
  /** Import path as the user gave it; empty when the problem belongs to no file. */
  readonly file: string;
  /** 1-based; 0 when there is no position. */
  readonly line: number;
  /** 1-based, in UTF-16 units as editors count; 0 when there is no position. */
  readonly column: number;
  /** The line and a caret below the column; empty when there is no position. See snippetAt. */
  readonly snippet: string;
}

/** A file of a schema. */
export interface SourceFile {
  /** Import path, such as `broadcaster/events/v1/article.proto`. */
  readonly path: string;
  readonly content: string;
}

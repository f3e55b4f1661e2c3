import type { Registry } from '@bufbuild/protobuf';
import type { LineWriter } from './line-writer.js';

/** What every part of a file is printed with. */
export interface PrintContext {
  readonly syntax: 'proto2' | 'proto3' | 'editions';
  /** Where custom options are declared; null: nowhere. */
  readonly extensions: Registry | null;
  readonly lines: LineWriter;
}

import { compareAsBuf } from '../src/buf/compare-as-buf.js';
import type { Engine } from './load-images.js';

/** Our answers. buf prints the place in the after side only: without one there, it names no file. */
export const bufEngine: Engine = ({ before, after }, options) =>
  compareAsBuf(before, after, options).map(({ rule, path, message, after: point }) => ({
    rule: rule.id,
    path: point?.file ?? '',
    line: point?.line ?? 0,
    column: point?.column ?? 0,
    message: `${message} (${path})`,
  }));
